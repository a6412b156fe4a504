# Territoires.
level-country = Pays
level-region = Région ou équivalent
level-former-region = Ancienne région (jusqu’en 2015)
level-department = Département ou équivalent
level-intermunicipal = Groupement de communes
level-commune = Commune ou ville
level-other = Autre territoire
territory-within = Fait partie de
territory-governed-by = Administré par
territory-no-governor = aucune collectivité connue
territory-no-partnership = Aucun partenariat ne concerne ce territoire.
territory-parts = Territoires qu’il contient
territory-former = { $name } (ancienne région)
territory-region = { $name } (région)
territory-department = { $name } (département)
