//! The index on disk: made, changed, reopened, damaged, rebuilt, all while it is read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use meridien_search::{Change, Document, Error, Filter, Index, Query, Reason, State};

use crate::{Fields, fields, fields_of_version, index_of, keys};

fn document(fields: &Fields, key: &str, title: &str) -> Document {
    let mut document = Document::new(key, title);
    document.text(fields.title, title).text(fields.body, title).facet(fields.country, 1).number(fields.year, 2000);
    document
}

/// Every key, sorted.
fn all(index: &Index) -> Vec<String> {
    let mut all = keys(index, &Query { limit: 1000, ..Query::default() });
    all.sort();
    all
}

fn generations(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = entries.filter(|name| name.starts_with("generation-")).collect();
    names.sort();
    names
}

#[test]
fn a_new_folder_is_absent_until_built() {
    let fields = fields();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("not/yet/there");
    let opened = Index::open(&folder, &fields.schema).unwrap();
    assert_eq!(opened.state, State::Stale(Reason::Absent));
    assert!(!folder.exists(), "opening writes nothing");
    assert_eq!(opened.index.position(), None);
    assert!(matches!(opened.index.search(&Query::default()), Err(Error::NotBuilt)));
    assert!(matches!(opened.index.did_you_mean("eau", 0, &Filter::default()), Err(Error::NotBuilt)));

    let mut writer = opened.index.writer().unwrap();
    assert!(matches!(writer.apply([Change::Remove("a".into())]), Err(Error::NotBuilt)));
    assert!(matches!(writer.commit(1), Err(Error::NotBuilt)));
    writer.rebuild().unwrap().finish(7).unwrap();
    assert_eq!(opened.index.position(), Some(7));
    assert_eq!(all(&opened.index), [""; 0]);
}

#[test]
fn changes_show_after_their_commit_and_last() {
    let fields = fields();
    let (index, folder) = index_of(&fields, [document(&fields, "a", "Eau"), document(&fields, "b", "Nord")]);
    let mut writer = index.writer().unwrap();
    let put = |key: &str, title: &str| Change::Put(document(&fields, key, title));
    writer
        .apply([put("a", "Kayes"), put("c", "Lyon"), Change::Remove("b".into()), Change::Remove("zz".into())])
        .unwrap();
    assert_eq!(all(&index), ["a", "b"], "nothing shows before the commit");
    writer.commit(5).unwrap();
    assert_eq!(all(&index), ["a", "c"]);
    assert_eq!(keys(&index, &Query { words: "eau", limit: 9, ..Query::default() }), [""; 0]);
    assert_eq!(keys(&index, &Query { words: "kayes", limit: 9, ..Query::default() }), ["a"]);
    assert_eq!(index.search(&Query::default()).unwrap().seq, 5);

    // Within one commit the last change wins.
    writer.apply([put("d", "un"), Change::Remove("d".into()), Change::Remove("c".into()), put("c", "Brest")]).unwrap();
    writer.commit(6).unwrap();
    assert_eq!(all(&index), ["a", "c"]);
    assert_eq!(keys(&index, &Query { words: "brest", limit: 9, ..Query::default() }), ["c"]);

    // What was not committed is forgotten.
    writer.apply([put("e", "Nice")]).unwrap();
    drop(writer);
    let opened = Index::open(folder.path(), &fields.schema).unwrap();
    assert_eq!(opened.state, State::Current { seq: 6 });
    assert_eq!(opened.state.position(), Some(6));
    assert_eq!(all(&opened.index), ["a", "c"]);
}

#[test]
fn one_writer_at_a_time() {
    let fields = fields();
    let (index, folder) = index_of(&fields, []);
    let writer = index.writer().unwrap();
    assert!(matches!(index.writer(), Err(Error::Busy(_))));
    let other = Index::open(folder.path(), &fields.schema).unwrap().index;
    assert!(matches!(other.writer(), Err(Error::Busy(_))));
    drop(writer);
    other.writer().unwrap();
}

#[test]
fn another_schema_is_rebuilt_while_the_old_index_answers() {
    let fields = fields();
    let (old, folder) = index_of(&fields, [document(&fields, "a", "Eau")]);
    let newer = fields_of_version(2);
    let opened = Index::open(folder.path(), &newer.schema).unwrap();
    assert_eq!(opened.state, State::Stale(Reason::OtherSchema));
    assert!(matches!(opened.index.search(&Query::default()), Err(Error::NotBuilt)));

    let mut writer = opened.index.writer().unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    rebuild.put(document(&newer, "b", "Nord")).unwrap();
    rebuild.finish(9).unwrap();
    assert_eq!(all(&opened.index), ["b"]);
    assert_eq!(all(&old), ["a"], "what was opened can still be read");
    assert_eq!(generations(folder.path()).len(), 1);
    assert_eq!(Index::open(folder.path(), &newer.schema).unwrap().state, State::Current { seq: 9 });
}

#[test]
fn readers_keep_the_old_generation_until_the_new_one_is_finished() {
    let fields = fields();
    let (index, folder) = index_of(&fields, [document(&fields, "a", "Eau")]);
    let mut writer = index.writer().unwrap();

    // Given up, a rebuild changes nothing.
    let mut rebuild = writer.rebuild().unwrap();
    rebuild.put(document(&fields, "b", "Nord")).unwrap();
    drop(rebuild);
    assert_eq!(all(&index), ["a"]);
    writer.apply([Change::Put(document(&fields, "c", "Lyon"))]).unwrap();
    writer.commit(2).unwrap();
    assert_eq!(all(&index), ["a", "c"]);
    assert_eq!(Index::open(folder.path(), &fields.schema).unwrap().state, State::Current { seq: 2 });

    let mut rebuild = writer.rebuild().unwrap();
    rebuild.put(document(&fields, "d", "Brest")).unwrap();
    assert_eq!((all(&index), index.position()), (vec!["a".to_owned(), "c".to_owned()], Some(2)));
    rebuild.finish(3).unwrap();
    assert_eq!((all(&index), index.position()), (vec!["d".to_owned()], Some(3)));
    assert_eq!(generations(folder.path()).len(), 1);

    // The writer goes on with the new generation.
    writer.apply([Change::Put(document(&fields, "e", "Nice"))]).unwrap();
    writer.commit(4).unwrap();
    assert_eq!(all(&index), ["d", "e"]);
}

/// Every file of an index, but the locks, which hold nothing.
fn files(folder: &Path) -> Vec<PathBuf> {
    let [generation] = generations(folder).try_into().unwrap();
    let paths = fs::read_dir(folder.join(generation)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = paths.filter(|path| path.extension().is_none_or(|extension| extension != "lock")).collect();
    files.sort();
    files
}

/// Damages each file in turn: each time it must be noticed, and mended by a rebuild.
fn damage_each_file(damage: impl Fn(&Path)) {
    let fields = fields();
    for n in 0.. {
        let (index, folder) = index_of(&fields, [document(&fields, "a", "Eau"), document(&fields, "b", "Nord")]);
        let mut writer = index.writer().unwrap();
        writer.apply([Change::Remove("b".into())]).unwrap();
        writer.commit(2).unwrap();
        drop(writer);
        let files = files(folder.path());
        let Some(file) = files.get(n) else {
            assert!(n > 6, "{files:?}");
            break;
        };
        damage(file);
        assert_eq!(all(&index), ["a"], "reading goes on after {}", file.display());
        let opened = Index::open(folder.path(), &fields.schema).unwrap();
        let State::Stale(Reason::Damaged(_) | Reason::Absent) = opened.state else {
            panic!("{} was damaged, but {:?}", file.display(), opened.state);
        };
        let mut writer = opened.index.writer().unwrap();
        let mut rebuild = writer.rebuild().unwrap();
        rebuild.put(document(&fields, "a", "Eau")).unwrap();
        rebuild.finish(3).unwrap();
        assert_eq!(all(&opened.index), ["a"]);
        assert_eq!(Index::open(folder.path(), &fields.schema).unwrap().state, State::Current { seq: 3 });
    }
}

#[test]
fn a_missing_file_is_noticed() {
    damage_each_file(|file| fs::remove_file(file).unwrap());
}

#[test]
fn a_truncated_file_is_noticed() {
    damage_each_file(|file| {
        let length = fs::metadata(file).unwrap().len();
        fs::File::options().write(true).open(file).unwrap().set_len(length / 2).unwrap();
    });
    damage_each_file(|file| fs::write(file, []).unwrap());
}

#[test]
fn a_flipped_bit_is_noticed() {
    for place in [0.0, 0.3, 0.6, 0.999] {
        damage_each_file(|file| {
            let mut bytes = fs::read(file).unwrap();
            let at = (bytes.len() as f64 * place) as usize;
            bytes[at] ^= 1;
            fs::write(file, bytes).unwrap();
        });
    }
}

#[test]
fn an_index_deleted_under_its_writer_is_rebuilt() {
    let fields = fields();
    let (index, folder) = index_of(&fields, [document(&fields, "a", "Eau")]);
    let mut writer = index.writer().unwrap();
    writer.apply([Change::Put(document(&fields, "b", "Nord"))]).unwrap();
    writer.commit(2).unwrap();
    for generation in generations(folder.path()) {
        fs::remove_dir_all(folder.path().join(generation)).unwrap();
    }
    assert_eq!(all(&index), ["a", "b"]);
    let lost = writer.apply([Change::Put(document(&fields, "c", "Lyon"))]).and_then(|()| writer.commit(3));
    assert!(lost.is_err());
    assert_eq!((all(&index).len(), index.position()), (2, Some(2)), "readers keep the last commit");

    let mut rebuild = writer.rebuild().unwrap();
    rebuild.put(document(&fields, "c", "Lyon")).unwrap();
    rebuild.finish(3).unwrap();
    assert_eq!(all(&index), ["c"]);
    assert_eq!(Index::open(folder.path(), &fields.schema).unwrap().state, State::Current { seq: 3 });
}

#[test]
fn a_writer_goes_on_when_the_disk_does() {
    let fields = fields();
    let (index, folder) = index_of(&fields, [document(&fields, "a", "Eau")]);
    let mut writer = index.writer().unwrap();
    let mut write = |key: &str, seq| {
        writer.apply([Change::Put(document(&fields, key, "Nord"))])?;
        writer.commit(seq)
    };
    write("b", 2).unwrap();
    let (there, away) = (folder.path().join("generation-1"), folder.path().join("away"));
    fs::rename(&there, &away).unwrap();
    for _ in 0..2 {
        assert!(write("c", 3).is_err());
        assert_eq!((all(&index), index.position()), (vec!["a".to_owned(), "b".to_owned()], Some(2)));
    }
    fs::rename(&away, &there).unwrap();
    write("c", 3).unwrap();
    assert_eq!(all(&index), ["a", "b", "c"]);
    assert_eq!(Index::open(folder.path(), &fields.schema).unwrap().state, State::Current { seq: 3 });
}

#[test]
fn a_newer_generation_cut_short_is_passed_over() {
    let fields = fields();
    let (_index, folder) = index_of(&fields, [document(&fields, "a", "Eau")]);
    fs::create_dir(folder.path().join("generation-99")).unwrap();
    let opened = Index::open(folder.path(), &fields.schema).unwrap();
    assert_eq!(opened.state, State::Current { seq: 1 });
    let _writer = opened.index.writer().unwrap();
    assert_eq!(generations(folder.path()), ["generation-1"], "the writer removes what is of no use");
}

/// Readers see whole commits only: both records of a pair are always of the same commit, and the
/// position is theirs.
#[test]
fn reading_while_writing_shows_whole_commits() {
    let fields = fields();
    let pair = |seq: u64| ["one", "two"].map(|key| document(&fields, key, &seq.to_string()));
    let (index, _folder) = index_of(&fields, pair(1));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut last = 0;
                while !done.load(Relaxed) {
                    let answer = index.search(&Query { limit: 10, ..Query::default() }).unwrap();
                    let cards: Vec<_> = answer.hits.into_iter().map(|hit| hit.card).collect();
                    assert_eq!(cards, [answer.seq.to_string(), answer.seq.to_string()]);
                    assert!(answer.seq >= last, "never back");
                    last = answer.seq;
                }
            });
        }
        let mut writer = index.writer().unwrap();
        for seq in 2..60 {
            if seq % 20 == 0 {
                let mut rebuild = writer.rebuild().unwrap();
                pair(seq).into_iter().for_each(|document| rebuild.put(document).unwrap());
                rebuild.finish(seq).unwrap();
            } else {
                writer.apply(pair(seq).map(Change::Put)).unwrap();
                writer.commit(seq).unwrap();
            }
        }
        done.store(true, Relaxed);
    });
}
