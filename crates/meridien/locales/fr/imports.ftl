# Imports en ligne de commande : comptes, anomalies et refus.
import-counts = { $read ->
    [one] { $read } élément lu
   *[other] { $read } éléments lus
  } : { $created ->
    [one] { $created } créé
   *[other] { $created } créés
  }, { $updated } mis à jour, { $merged ->
    [one] { $merged } réuni à un autre
   *[other] { $merged } réunis à un autre
  }, { $skipped ->
    [one] { $skipped } écarté
   *[other] { $skipped } écartés
  }.
import-organisations-created = Organisations nouvelles : { $count }.
import-anomaly = { $severity } · { $code } · { $count } fois
import-more = … et { $count ->
    [one] { $count } autre
   *[other] { $count } autres
  } (--verbose les montre tous)
import-matching = Rapprochement
import-writing = Enregistrement

import-file-absent = { $file } : ce fichier n’existe pas. Vérifiez le chemin.
import-file-folder = { $file } est un dossier. Donnez les fichiers qu’il contient.
import-folder-without-xml = { $file } : ce dossier ne contient aucun fichier .xml. Donnez celui qui les contient, ou les fichiers eux-mêmes.
import-file-unreadable = { $file } est illisible ({ $cause }). Vérifiez les droits d’accès.
import-file-too-large = { $file } dépasse { $most } Mo. Découpez-le en plusieurs fichiers.
import-file-empty = { $file } est vide. Vérifiez que la copie s’est bien faite.
import-file-binary = { $file } n’est pas un fichier de texte. Enregistrez-le en texte, de préférence en UTF-8.
import-not-a-page = { $file } n’est pas une page de l’ancien atlas : aucun de ses intitulés n’y figure. Donnez le texte d’une page « Détail projet ».
import-wrong-columns = { $file }, ligne 1 : il manque { $missing }. Les colonnes attendues, séparées par des tabulations, sont : { $expected }.
import-no-rows = { $file } n’a aucune ligne sous son en-tête. Ajoutez-en au moins une, ou vérifiez que la copie s’est bien faite.
import-cause-full = le disque est plein
import-cause-denied = l’accès est refusé
import-cause-absent = ce chemin n’existe pas
import-cause-read-only = il ne peut qu’être lu (vérifiez qui peut écrire dans le dossier de données)
import-failed = Le registre refuse l’import : { $cause }. Ce qui est déjà enregistré l’est en entier ; relancez la même commande pour continuer.

import-twinning = Jumelage { $a } – { $b }
import-report-form = { $file } : un rapport finit par .csv, .json ou .html.
import-report-unwritable = Le rapport ne peut pas être écrit ({ $cause }). Vérifiez le chemin et la place libre.

import-files = Tableaux ou fichiers IATI
import-iati-hint = Fichiers IATI : XML, 20 Mo en tout ; les plus grands se confient à l’équipe technique.
import-iati-not-yours = { $file } est un fichier XML : les fichiers IATI sont importés par l’équipe de l’atlas. Donnez un tableau, ou vérifiez ce fichier avec « Vérifier un fichier IATI ».
import-table-large = { $file } dépasse { $most } Mo. Découpez le tableau en plusieurs fichiers.
import-too-many-waiting = { $most } imports au plus attendent à la fois : terminez ou abandonnez d’abord ceux qui attendent.
import-own-lead = Une ligne par partenariat de votre collectivité, 500 au plus. Chaque ligne devient une déclaration à votre nom : rien n’est publié sans validation. Les lignes qui concernent d’autres collectivités sont refusées.
import-own-hint = Les lignes sans erreur deviennent vos déclarations. Celles qui sont déposées attendent la validation ; celles dont un point reste à expliquer demeurent des brouillons.
import-own-drafts = Voir mes déclarations
import-begin = En faire des brouillons
import-submit = Les déposer pour validation
import-begun = Déclarations nouvelles
import-corrected = Corrections de fiches publiées
import-state-running = en cours
import-state-failed = interrompu
import-looking = Lecture du fichier…
import-writing-now = Import en cours…
import-undoing = Annulation en cours…
import-comes-back = Actualisez cette page pour voir où en est l’import ; vous pouvez la quitter et revenir.
import-step-failed = Une panne a interrompu cet import. L’équipe technique en voit la cause dans les tâches ; ce qui est déjà enregistré l’est en entier.
import-activities-read = { $count ->
    [one] { $count } activité lue
   *[other] { $count } activités lues
  }
import-activities-would = { $count ->
    [one] { $count } activité lue. L’import ferait ceci :
   *[other] { $count } activités lues. L’import ferait ceci :
  }
import-activities-now = Importer
import-found = Ce que la lecture a relevé
import-found-none = Rien à signaler.
import-every-severity = Tout
import-report-csv = Télécharger le rapport entier (CSV)
check-iati-title = Vérifier un fichier IATI
check-iati-lead = Le fichier, de la version 1.01 à la 2.03, est comparé au schéma de la dernière version de sa série (1.05 ou 2.03), à ce que les versions suivantes ont ajouté, aux listes de codes et aux règles du standard. Rien n’est enregistré.
check-iati-file = Fichiers IATI
check-iati-hint = XML, 20 Mo en tout.
check-iati-now = Vérifier
check-iati-csv = Obtenir le rapport en CSV
check-iati-sound = Aucune faute.
check-iati-more = { $count ->
    [one] Et une autre : le rapport en CSV la donne.
   *[other] Et { $count } autres : le rapport en CSV les donne.
  }
import-own-file-hint = CSV ou XLSX, 1 Mo au plus.
