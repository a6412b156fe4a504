help = Help
accessibility = Accessibility
