help = Aide
accessibility = Accessibilité
