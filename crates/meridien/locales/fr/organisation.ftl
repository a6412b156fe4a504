# Collectivités et autres organisations.
organisations-count =
    { $count ->
        [0] Aucune organisation
        [one] Une organisation
       *[other] { $count } organisations
    }
organisations-with-partnerships = Celles qui ont au moins un partenariat, les plus actives d’abord. Une recherche porte sur toutes.
organisations-all = Parmi toutes les organisations connues, avec ou sans partenariat.
organisations-search = Rechercher une collectivité, un poste, une association
organisation-name = Nom
organisation-kind = Nature
organisation-former = ancienne collectivité
kind-commune = Commune ou ville
kind-intermunicipal = Groupement de communes
kind-department = Département ou équivalent
kind-region = Région ou équivalent
kind-local-authority = Collectivité territoriale
kind-state = État
kind-diplomatic-post = Poste diplomatique
kind-public-body = Établissement public
kind-association = Association
kind-company = Entreprise
kind-international = Organisation internationale
kind-other = Autre organisation
territory = Territoire
population = Population
partner-countries = Pays partenaires
more-countries =
    { $count ->
        [one] et un autre pays
       *[other] et { $count } autres pays
    }
see-partnerships =
    { $count ->
        [one] Voir le partenariat
       *[other] Voir les { $count } partenariats
    }
organisation-no-partnership = Aucun partenariat de cette organisation n’est enregistré.
organisation-with-predecessors = Ceux des collectivités auxquelles elle a succédé sont compris.
organisation-names = Noms
organisation-names-caption = Ses noms et la période de chacun
organisation-succeeded-by = Ses droits sont passés à
organisation-lineage = Filiation
organisation-exists = Existence
organisation-exists-unknown = dates non précisées
organisation-predecessors = A succédé à
organisation-no-predecessor = aucune collectivité connue
organisation-successors = A pour successeur
organisation-no-successor = aucun
name-kind = Usage
name-usual = nom usuel
name-body = instance dirigeante
name-period = Période
name-period-unknown = non précisée
register-insee = Code INSEE
register-siren = SIREN
register-geonames = GeoNames
website = Site
post-serves = Pays suivis
post-serves-none = Aucun pays suivi n’est renseigné.
post-roles = Le correspondant coopération décentralisée et le conseiller de coopération et d’action culturelle y suivent les partenariats. Leurs noms ne sont pas publiés.
map-of = Carte : { $name }
map-links = La carte relie { $name } à { $partners }.
