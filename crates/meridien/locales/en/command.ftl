command-error = error:
command-serving = Méridien is open on { $address }
command-indexing = Search index
command-loading = Reference registers
command-generating = Demonstration data
command-no-record = no published record “{ $id }” of kind { $kind }; check the identifier (eight characters) and the kind.
command-other-home = this register’s home country is { $register }, not { $given }; leave out --home-country, or choose another folder with --data.
command-other-demonstration = this folder holds a demonstration of { $found } partnerships; start without --partnerships, choose another folder with --data, or delete this one.
command-not-a-demonstration = this folder holds a real register, which the demonstration does not touch; choose another folder with --data.
command-not-ours = { $path } is not a Méridien folder: nothing was changed in it; give --data a Méridien folder, an empty one, or one to be made.
command-database-not-ours = this database holds other tables and is no Méridien register: nothing was changed in it; give --database an empty one.
command-newer = this register was written by a newer version (schema { $found }, this one knows { $known }): nothing was changed in it; install the newest version.
command-folder = { $path }: { $cause }; check the path and the permissions, or give another folder with --data.
command-absent = no register in { $path }; check --data or --database, or make one with “meridien serve” or “meridien import”.
command-unreachable = the database does not answer or refuses: { $cause }; check --database, that the server runs and that the database exists.
command-port-taken = cannot listen on { $address }: port { $port } is already taken; stop the program that has it, or give another with --listen.
command-port-forbidden = cannot listen on { $address }: the system does not let this user have port { $port }; give one from 1024 up with --listen.
command-port-elsewhere = cannot listen on { $address }: this machine does not have that address; give 127.0.0.1 or 0.0.0.0 with --listen.
command-port-other = cannot listen on { $address }: { $cause }; give another address with --listen.
command-smtp = the mail server’s address cannot be read; give with --smtp or MERIDIEN_SMTP one such as smtps://user:password@mail.example.org, special signs percent-encoded.
command-mail-from = the sender “{ $sender }” is not a mail address; give one with --mail-from or --contact.
command-disk-full = No room left on the disk for { $path }.
command-unwritable = { $path } cannot be written: { $cause }
command-other = { $cause }
command-comparing = Comparing the index
command-index-built = Index made anew up to position { $position } of the journal.
command-index-compared = { $documents } documents compared; index at position { $position }, journal at position { $journal }.
command-index-missing = Records that the index lacks: { $count }
command-index-stale = Records that the index shows otherwise: { $count }
command-index-extra = Documents without a published record: { $count }
command-index-differs = it differs from the register
command-index-unsound = the search index is not sound: { $cause }; make it anew with "meridien index rebuild".
command-faulty = { $count ->
    [one] one critical fault or error
   *[other] { $count } critical faults or errors
  } in the files checked.
command-user-scope = this role does not hold there: --organisation for agent, partner_agent and responsible, --country for correspondent, --territory for prefecture, nothing for the others.
command-user-added =
    Account of { $email } saved. Link to choose its password, good for fourteen days and once:
    { $link }
command-user-reopened = This account was closed: it is open again, with this role alone. Its former roles are taken away.
command-saved = Backup written to { $path }: { $rows } rows.
command-dump-elsewhere = { $path } exists and is no public copy; give an empty or new folder with --out.
command-dumped = Public dump written to { $path }: { $files } files.
command-restored-backup = Backup of { $day } restored: { $rows } rows, { $records } records equal, { $seconds } s.
command-restored-dump = Public dump of { $day } restored: { $rows } rows, { $records } records equal, { $seconds } s.
command-sound = { $path }: as it was written.
command-same = The { $records } records of the register are the same.
command-differs = the records differ: { $equal } equal, { $different } different, { $file } in the file alone, { $register } in the register alone.
command-tables-same = Its records and tables are what its journal says, in each format.
command-tables-unknown = This dump is of a version that does not say what its computed parts depend on: its tables were not compared with its journal.
command-dump-differs = files of the dump do not hold what its journal says: { $files }; take a good copy of it.
command-archive-not-ours = { $path } is neither a backup nor a dump of Méridien; give the file of "meridien backup" or the folder of "meridien dump".
command-archive-newer = { $path } was written by a newer version ({ $version }); install that version or a newer one.
command-archive-changed = { $path } was cut or changed since it was written; take a good copy of it.
command-archive-fault = { $path }: { $cause }
command-restore-not-empty = this register holds records already: nothing was changed in it; give with --data a folder to be made, or with --database an empty database.
