# La page d’une préfecture : les conventions et la date de leur transmission.
transmission-title = Conventions transmises
transmission-lead = Notez pour chaque convention le jour, le mois ou l’année de sa transmission : 2026-05-31, 2026-05 ou 2026.
transmission-none = Aucune collectivité de ce ressort n’a de partenariat dans l’atlas.
transmission-no-agreement = Aucune convention dans cette fiche.
transmission-signed = Convention signée : { $day }
transmission-unsigned = Convention, date de signature inconnue
transmission-day = Transmise le
transmission-late = Transmission inconnue
transmission-save = Noter
transmission-noted = Les dates sont notées et paraissent sur la fiche.
transmission-changed = La fiche a changé entre-temps : relisez-la, puis notez les dates.
transmission-fault = Une date n’a pas été comprise, ou elle est à venir : écrivez-la 2026-05-31, 2026-05 ou 2026. Rien n’a été changé.
transmission-reason = Transmission au représentant de l’État
