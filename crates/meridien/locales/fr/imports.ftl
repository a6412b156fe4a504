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
import-organisations-created = { $count ->
    [one] { $count } organisation créée.
   *[other] { $count } organisations créées.
  }
import-anomaly = { $severity } · { $code } · { $count } fois
import-more = … et { $count ->
    [one] { $count } autre
   *[other] { $count } autres
  } (--verbose les montre tous)
import-matching = Rapprochement
import-writing = Enregistrement

import-file-absent = { $file } : ce fichier n’existe pas. Vérifiez le chemin.
import-file-folder = { $file } est un dossier. Donnez les fichiers qu’il contient.
import-file-unreadable = { $file } est illisible ({ $cause }). Vérifiez les droits d’accès.
import-file-too-large = { $file } dépasse { $most } Mo. Découpez-le en plusieurs fichiers.
import-file-empty = { $file } est vide. Vérifiez que la copie s’est bien faite.
import-file-binary = { $file } n’est pas un fichier de texte. Enregistrez-le en texte, de préférence en UTF-8.
import-not-a-page = { $file } n’est pas une page de l’ancien atlas : aucun de ses intitulés n’y figure. Donnez le texte d’une page « Détail projet ».
import-wrong-columns = { $file }, ligne 1 : il manque { $missing }. Les colonnes attendues, séparées par des tabulations, sont : { $expected }.
import-no-rows = { $file } n’a que son en-tête. Vérifiez que la copie s’est bien faite.
import-failed = Le registre refuse l’import : { $cause }. Ce qui est déjà enregistré l’est en entier ; relancez la même commande pour continuer.

import-twinning = Jumelage { $a } – { $b }
import-report-form = { $file } : un rapport finit par .csv, .json ou .html.
import-report-unwritable = Le rapport ne peut pas être écrit ({ $cause }). Vérifiez le chemin et la place libre.
