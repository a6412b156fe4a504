# The pages about the site itself; their texts are in src/about/.
help = Help
accessibility = Accessibility statement
