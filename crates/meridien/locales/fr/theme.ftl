# Thèmes.
themes-title = Thématiques
theme-code = Thème
theme-below = Précisions
theme-no-partnership = Aucun partenariat de ce thème n’est enregistré.
