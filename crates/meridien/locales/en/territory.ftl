# Territories.
level-country = Country
level-region = Region or equivalent
level-former-region = Region until 2015
level-department = Department or equivalent
level-intermunicipal = Group of municipalities
level-commune = Municipality
level-other = Other territory
territory-within = Part of
territory-governed-by = Governed by
territory-no-governor = no known authority
territory-no-partnership = No partnership concerns this territory.
territory-parts = Territories within it
territory-former = { $name } (region until 2015)
territory-region = { $name } (region)
territory-department = { $name } (department)
