# Territories.
level-country = Country
level-region = Region or equivalent
level-department = Department or equivalent
level-intermunicipal = Group of municipalities
level-commune = Municipality
level-other = Other territory
territory-within = Part of
territory-governed-by = Governed by
territory-no-governor = no known authority
territory-no-partnership = No partnership concerns this territory.
territory-parts = Territories within it
