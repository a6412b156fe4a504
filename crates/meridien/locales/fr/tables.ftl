# Tableaux importés : colonnes du modèle, aides, fautes.
table-sheet = Partenariats
table-guide = Mode d’emploi
table-words = Mots
table-guide-column = Colonne
table-guide-name = Nom stable
table-guide-help = Ce qu’on y écrit
table-guide-example = Exemple

table-id = Référence de la fiche
table-id-help = Laissez vide pour une nouvelle fiche ; donnez la référence d’une fiche publiée pour la mettre à jour.
table-title = Titre
table-title-help = Le titre, en une ligne. Un jumelage sans titre prend le nom de ses deux villes.
table-form = Forme
table-form-help = L’un de ces mots :
table-authority = Collectivité du pays
table-authority-help = Le nom de la collectivité, ou plusieurs séparés par |.
table-authority-code = Code de la collectivité
table-authority-code-help = Code INSEE, numéro SIREN ou référence dans l’atlas : autant de codes que de noms. Avec un code, le nom peut manquer.
table-authority-country = Pays de la collectivité
table-authority-country-help = Seulement si ce n’est pas le pays de l’atlas : nom ou code à deux lettres.
table-partner = Collectivité partenaire
table-partner-help = Le nom de la collectivité étrangère, ou plusieurs séparés par |.
table-partner-code = Code du partenaire
table-partner-code-help = Numéro GeoNames ou référence dans l’atlas : autant de codes que de noms.
table-partner-country = Pays du partenaire
table-partner-country-help = Nom ou code à deux lettres, un pour tous ou autant que de partenaires.
table-parties = Parties
table-parties-help = Toutes les collectivités, séparées par |, comme dans les fichiers de l’atlas.
table-countries = Pays des parties
table-countries-help = Autant de pays que de parties, séparés par |.
table-theme = Thème principal
table-theme-help = Le code ou le nom d’un thème de l’atlas ; la feuille « Mots » du modèle XLSX les donne tous.
table-other-themes = Autres thèmes
table-other-themes-help = Des codes ou des noms de thèmes, séparés par |.
table-start = Début
table-end = Fin
table-signed = Première signature
table-date-help = Une date comme 2013, 06/2013, juin 2013 ou 12/06/2013.
table-status = Statut
table-status-help = Seulement si le partenariat est terminé ou en sommeil :
table-amount = Montant
table-amount-help = Un nombre comme 12500 ou 1 234,50, pour une seule ligne de financement.
table-currency = Monnaie
table-currency-help = Le code de la monnaie en trois lettres ; vide, c’est celle que la fiche donne déjà, sinon l’euro.
table-year = Année du montant
table-year-help = Une année en quatre chiffres.
table-funders = Financeurs
table-funders-help = Les noms de ceux qui paient, séparés par |.
table-objective = Objectif
table-objective-help = Quelques phrases.
table-document = Site ou document
table-document-help = Une adresse qui commence par https:// ou http://, ou plusieurs séparées par |.
table-atlas = Numéro dans l’ancien atlas
table-atlas-help = Un nombre.
table-demo-help = Oui ou non : ce qui est inventé reste marqué comme tel.
table-surplus = Cellules en trop
table-surplus-help = Rien : ce qui dépasse les intitulés y est gardé, pour être remis à sa place.
table-row = ligne { $row }

table-fault-row = Ligne
table-fault-column = Colonne
table-fault-value = Valeur
table-fault-severity = Gravité
table-fault-rule = Règle
table-fault-mend = Comment corriger
table-faults = Fautes à corriger

table-faults-heading = Fautes, ligne par ligne
table-line = ligne { $row } · { $heading } · « { $value } »
table-meant = Peut-être : { $word }.
table-waiting = { $count ->
    [one] La ligne qui attend est dans { $file } : corrigez-la, puis importez ce fichier.
   *[other] Les { $count } lignes qui attendent sont dans { $file } : corrigez-les, puis importez ce fichier.
  }
table-waiting-one = --waiting { $file } : les lignes en attente de plusieurs tableaux n’ont pas les mêmes colonnes et ne tiennent pas dans un même fichier. Importez un tableau à la fois.
table-undo-hint = Pour annuler tout cet import : meridien import undo { $id }
table-texts = Langue des textes : { $language }

import-no-headings = { $file } : aucun intitulé connu dans les premières lignes, qui commencent par « { $found } ». Si le tableau n’a pas de ligne d’intitulés, ajoutez-en une, comme dans le modèle ; sinon, dites ce que chaque colonne contient.
import-headings = { $file } : aucun intitulé ne dit de quelles collectivités parlent les lignes ({ $found }). Partez du modèle de tableau, ou dites ce que chaque colonne contient.
import-too-many-rows = { $file } a plus de { $most } lignes. Découpez le tableau en plusieurs fichiers.
import-table-none = { $file } n’est pas un tableau CSV ou XLSX. Ouvrez le tableau dans un tableur et enregistrez-le en .xlsx ou en CSV.
import-table-other = { $file } est un classeur d’un autre format (.xls, .ods). Enregistrez-le en .xlsx ou en CSV.
import-table-protected = { $file } est protégé par un mot de passe. Enregistrez-le sans mot de passe.
import-table-too-large = { $file } est trop grand une fois décompressé. Découpez le tableau en plusieurs fichiers.
import-table-endless = { $file }, ligne { $row } : un guillemet s’y ouvre et n’est pas refermé où il devrait ; les lignes qui suivent ne peuvent pas être lues. Corrigez la ligne { $row }, puis recommencez.
import-table-damaged = { $file } est abîmé ou coupé : ce n’est pas un classeur entier. Ouvrez-le dans un tableur et enregistrez-le à nouveau.
import-columns = { $file } ne dit pas ce que contiennent les colonnes ({ $cause }). Écrivez une ligne par colonne : "Intitulé" = "nom stable", ou "" pour une colonne à ignorer.
import-not-a-table = { $file } : un modèle finit par .csv ou .xlsx.

import-undone-reason = Import du { $day } annulé
import-undone = { $left ->
    [0] Import annulé.
   *[other] Import annulé en partie.
  } Éléments retirés : { $withdrawn } ; remis dans leur état d’avant : { $restored } ; laissés tels quels : { $left }.
import-undone-again = Ce qui reste peut être annulé plus tard, par la même commande.
import-stays = Ce qui est resté
import-stays-hint = Une fois levé ce qui l’empêche (un import plus récent annulé, par exemple), le reste peut être annulé à son tour.
import-stays-edited = modifiée depuis
import-stays-merged = fusionnée depuis avec une autre
import-stays-needed = citée par d’autres fiches, ou nécessaire à un compte
import-stays-draft = brouillon modifié ou déposé depuis
import-stays-published = publiée depuis
import-made = Ce qu’il a créé ou mis à jour
import-made-more = Et { $count } de plus.
import-nothing-to-undo = Aucun import { $id } à annuler : « meridien import list » donne ceux qui peuvent l’être.
import-state-done = fait
import-state-undone = annulé
import-state-partly = annulé en partie

import-state-waiting = en attente
import-title = Importer des fiches
import-lead = Une ligne d’un tableau est un partenariat. Rien n’est publié avant que vous ayez vu ce que le fichier ferait.
import-template = Modèle à remplir
import-file = Tableau
import-file-hint = CSV ou XLSX, 1 Mo et 5 000 lignes au plus ; un tableau plus grand se confie à l’équipe technique.
import-look = Examiner
import-no-file = Choisissez un fichier qui ne soit pas vide.
import-past = Imports
import-past-none = Aucun import pour l’instant.
import-past-counts = { $created ->
    [one] { $created } fiche créée
   *[other] { $created } fiches créées
  }, { $updated ->
    [one] { $updated } mise à jour
   *[other] { $updated } mises à jour
  }
import-rest = Les lignes ci-dessous n’ont pas pu entrer : corrigez-les, puis importez-les.
import-would = { $read ->
    [one] { $read } ligne lue. L’import ferait ceci :
   *[other] { $read } lignes lues. L’import ferait ceci :
  }
import-created = Fiches créées
import-updated = Fiches mises à jour
import-merged = Lignes qui n’apprennent rien de nouveau
import-skipped = Lignes qui attendent
import-columns-title = Colonnes
import-columns-hint = Votre choix est retenu pour les prochains tableaux.
import-language = Langue des textes
import-language-hint = Celle des titres et des objectifs du tableau ; les montants et les dates se lisent comme elle les écrit.
import-column-unknown = À préciser
import-column-left = Ne pas lire
import-correct-hint = Corrigez ici, ou dans votre fichier. Les lignes sans erreur s’importent, les autres attendent.
import-cell = Ligne { $row }, { $heading }
import-more-faults = { $count ->
    [one] Et une autre, une fois celles-ci corrigées.
   *[other] Et { $count } autres, une fois celles-ci corrigées.
  }
import-look-again = Vérifier à nouveau
import-now = Importer les lignes sans erreur
import-forget = Abandonner
import-undo = Annuler tout cet import
import-undo-rest = Annuler ce qui reste
import-undo-hint = Ce qu’il a créé est retiré, ce qu’il a changé redevient comme avant ; ce qui a été modifié depuis reste.
import-left-count = { $count ->
    [one] Une fiche ou organisation n’a pas été annulée : elle a été modifiée ou fusionnée depuis, ou d’autres en ont besoin.
   *[other] { $count } fiches ou organisations n’ont pas été annulées : elles ont été modifiées ou fusionnées depuis, ou d’autres en ont besoin.
  }
