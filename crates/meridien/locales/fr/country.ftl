# Pays.
countries-title = Pays partenaires
countries-lead = { $partnerships } partenariats avec { $countries } pays, par partie du monde.
countries-none = Aucun partenariat n’est encore enregistré.
countries-note = Un partenariat entre plusieurs pays compte dans chacun d’eux.
country-home = C’est le pays de référence de cet atlas : tous les partenariats sont vus d’ici.
capital = Capitale
see-countries = Tous les pays partenaires
country-no-partnership = Aucun partenariat avec ce pays n’est enregistré.
country-organisations = Voir les collectivités de ce pays
