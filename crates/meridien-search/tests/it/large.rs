//! What is done otherwise where there is much: sets of documents that are kept counted, orders that are walked along,
//! files that are read by pieces.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use meridien_search::{Change, Count, Dimension, Document, Filter, Index, Order, Query, Reason, Sort, State};

use crate::{Fields, fields, index_of, keys};

const MANY: u64 = 6000;

fn document(fields: &Fields, i: u64) -> Document {
    let mut document = Document::new(format!("{i:04}"), &format!("card {i}"));
    document.text(fields.title, if i.is_multiple_of(2) { "Eau" } else { "Eau du lac" }).facet(fields.country, i % 7);
    (0..i % 4).for_each(|theme| {
        document.facet(fields.theme, theme * 100 + i % 3);
    });
    if !i.is_multiple_of(5) {
        document.number(fields.year, (i * 7919 % 400) as i64).sort_text(fields.name, &format!("nom {}", i * 31 % 900));
    }
    document
}

/// What each of the queries finds and counts, told twice and compared with a recount.
fn compare(fields: &Fields, index: &Index, there: &[u64]) {
    for (words, country, from) in [
        ("", None, None),
        ("eau", Some(3), None),
        ("lac", None, Some(100)),
        ("-lac", Some(1), Some(10)),
        // Most of them: what is left out is counted.
        ("", Some(3), Some(100)),
        ("eau", None, Some(40)),
    ] {
        let chosen = |code| Filter::In(fields.country, vec![code]);
        let dimensions = [
            Dimension { chosen: country.map(chosen), ..Dimension::of(fields.country) },
            Dimension {
                chosen: from.map(|from| Filter::Range(fields.year, Some(from), None)),
                ..Dimension::of(fields.theme)
            },
            Dimension { chosen: None, count: Count::Steps(fields.year, vec![50, 100, 300]) },
        ];
        let year = |i: u64| (!i.is_multiple_of(5)).then_some((i * 7919 % 400) as i64);
        let said = |i: u64| (words != "lac" || i % 2 == 1) && (words != "-lac" || i.is_multiple_of(2));
        let late = |i: u64| from.is_none_or(|from| year(i).is_some_and(|year| year >= from));
        let there_too = |i: u64| country.is_none_or(|country| i % 7 == country);
        let (mut countries, mut themes) = (BTreeMap::new(), BTreeMap::new());
        let said: Vec<u64> = there.iter().copied().filter(|i| said(*i)).collect();
        said.iter().filter(|i| late(**i)).for_each(|i| *countries.entry(i % 7).or_default() += 1);
        for i in said.iter().filter(|i| there_too(**i)) {
            (0..i % 4).for_each(|theme| *themes.entry(theme * 100 + i % 3).or_default() += 1);
        }
        let (mut steps, mut without) = (BTreeMap::new(), [0, 0]);
        for i in said.iter().filter(|i| late(**i) && there_too(**i)) {
            match year(*i) {
                Some(year) if year >= 50 => {
                    *steps.entry(u64::from(year >= 100) + u64::from(year >= 300)).or_default() += 1
                }
                Some(_) => {}
                None => without[1] += 1,
            }
        }
        without[0] = said.iter().filter(|i| there_too(**i) && i.is_multiple_of(4)).count() as u64;
        let hits = said.iter().filter(|i| late(**i) && there_too(**i)).count() as u64;
        for sort in [
            Sort::Relevance,
            Sort::Number(fields.year, Order::Descending),
            Sort::Number(fields.year, Order::Ascending),
            Sort::Text(fields.name, Order::Ascending),
        ] {
            let query = Query { words, dimensions: &dimensions, sort, offset: 5, limit: 40, ..Query::default() };
            for _ in 0..2 {
                let answer = index.search(&query).unwrap();
                assert_eq!(answer.total, hits, "{words} {country:?} {from:?}");
                let counts = |place: usize| answer.counts[place].by_key().collect::<BTreeMap<u64, u64>>();
                let expected = [&countries, &themes, &steps].map(Clone::clone);
                assert_eq!([0, 1, 2].map(counts), expected, "{words} {country:?} {from:?}");
                assert_eq!([1, 2].map(|place| answer.counts[place].without), without, "{words} {country:?} {from:?}");
                let streamed = index.hits(&query).unwrap().skip(5).take(40).map(|hit| hit.unwrap().key);
                assert_eq!(
                    answer.hits.iter().map(|hit| hit.key.clone()).collect::<Vec<_>>(),
                    streamed.collect::<Vec<_>>()
                );
            }
        }
        let sort = Sort::Number(fields.year, Order::Ascending);
        let found = keys(index, &Query { words, dimensions: &dimensions, sort, limit: 9999, ..Query::default() });
        let years: Vec<_> = found.iter().map(|key| year(key.parse().unwrap())).collect();
        assert!(years.is_sorted_by_key(|year| year.unwrap_or(i64::MAX)), "those without a year come last");
    }
}

#[test]
fn many_documents_are_counted_and_ordered_as_few_are() {
    let fields = fields();
    let (index, _folder) = index_of(&fields, (0..MANY).map(|i| document(&fields, i)));
    let mut there: Vec<u64> = (0..MANY).collect();
    compare(&fields, &index, &there);

    // What was kept of the documents as they were is not told of them as they are.
    let mut writer = index.writer().unwrap();
    writer.apply((0..900).step_by(3).map(|i| Change::Remove(format!("{i:04}")))).unwrap();
    writer.apply((MANY..MANY + 300).map(|i| Change::Put(document(&fields, i)))).unwrap();
    writer.commit(2).unwrap();
    there.retain(|i| *i >= 900 || i % 3 > 0);
    there.extend(MANY..MANY + 300);
    compare(&fields, &index, &there);
}

/// Text that does not become smaller.
fn noise(mut seed: u64, length: usize) -> String {
    let letter = |_| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        char::from(b' ' + (seed % 90) as u8)
    };
    (0..length).map(letter).collect()
}

/// An index whose cards are a large file, and that file.
fn large(fields: &Fields) -> (Index, tempfile::TempDir, PathBuf) {
    let card = |i: u64| noise(i + 1, 500_000);
    let (index, folder) = index_of(fields, (0..24).map(|i| Document::new(i.to_string(), &card(i))));
    let files = fs::read_dir(folder.path().join("generation-1")).unwrap().map(|entry| entry.unwrap().path());
    let cards = files.max_by_key(|path| path.metadata().unwrap().len()).unwrap();
    assert!(cards.metadata().unwrap().len() > 9 << 20, "{}", cards.display());
    (index, folder, cards)
}

fn flip(file: &Path, at: u64) {
    let file = File::options().read(true).write(true).open(file).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).unwrap();
    file.write_all_at(&[byte[0] ^ 4], at).unwrap();
}

fn readable(index: &Index) -> usize {
    (0..24).filter(|at| index.search(&Query { offset: *at, limit: 1, ..Query::default() }).is_ok()).count()
}

#[test]
fn a_flipped_bit_of_a_large_file_is_never_told_and_is_mended() {
    let fields = fields();
    let (index, folder, cards) = large(&fields);
    assert_eq!((readable(&index), index.damage()), (24, None));
    flip(&cards, 5 << 20);
    let opened = Index::open(folder.path(), &fields.schema).unwrap();
    assert_eq!((opened.state, opened.index.damage()), (State::Current { seq: 1 }, None), "it is large");
    opened.index.check_files();
    assert!(opened.index.damage().is_some_and(|damage| damage.contains("checksum")), "{:?}", opened.index.damage());
    // All but what is there can be read, and counting goes on.
    assert!((22..24).contains(&readable(&opened.index)), "{}", readable(&opened.index));
    assert_eq!(opened.index.search(&Query::default()).unwrap().total, 24);

    let mut writer = opened.index.writer().unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    rebuild.put(Document::new("a", "{}")).unwrap();
    rebuild.finish(3).unwrap();
    assert_eq!(
        (keys(&opened.index, &Query { limit: 9, ..Query::default() }), opened.index.damage()),
        (vec!["a".to_owned()], None)
    );
}

#[test]
fn a_large_file_cut_short_deleted_or_without_its_checksums_is_noticed() {
    let sums = |cards: &Path| cards.with_added_extension("sums");
    let damages: [fn(&Path, &Path); 5] = [
        |cards, _| File::options().write(true).open(cards).unwrap().set_len(9 << 20).unwrap(),
        |cards, _| fs::remove_file(cards).unwrap(),
        |cards, _| fs::write(cards, []).unwrap(),
        |_, sums| fs::remove_file(sums).unwrap(),
        |_, sums| flip(sums, 100),
    ];
    let fields = fields();
    for damage in damages {
        let (_index, folder, cards) = large(&fields);
        damage(&cards, &sums(&cards));
        let State::Stale(Reason::Damaged(_)) = Index::open(folder.path(), &fields.schema).unwrap().state else {
            panic!("not noticed");
        };
    }
}

#[test]
fn a_large_file_that_was_opened_can_be_read_when_it_is_deleted() {
    let fields = fields();
    let (index, folder, _) = large(&fields);
    fs::remove_dir_all(folder.path().join("generation-1")).unwrap();
    assert_eq!((readable(&index), index.damage()), (24, None));
}
