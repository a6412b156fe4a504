# Themes.
themes-title = Themes
theme-code = Theme
theme-below = More precisely
theme-no-partnership = No partnership on this theme is on record.
