# Administration of programmes.
admin-programmes = Programmes
programmes-lead = A State’s call, a joint fund: what partnerships belong to. A new name shows on all of their records.
programmes-none = No programme.
programme-add = Add a programme
programme-fr = French title
programme-en = English title
programme-operator = Who runs it
programme-fault-title = Give a title.
programme-fault-taken = Another programme has this title: give another, or use that one.
programme-changed-meanwhile = This programme has changed meanwhile: read it again, then start over.
