//! Searches, maps and statistics in process, on one thread, beside a bare count of the same words by tantivy.
//!
//! `cargo xtask bench` runs it: `cargo bench --package meridien --bench search -- FOLDER`, where the folder is that of a
//! register's index. It prints one JSON object: for each work the milliseconds of each answer.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use meridien::index::Search;
use meridien::partnership::dimension::{Dimension, Value};
use meridien::partnership::index::StatusDay;
use meridien::partnership::query::PartnershipQuery;
use meridien::partnership::status::CONFIRM_AFTER_MONTHS;
use meridien::value::Country;
use meridien_search::{By, Count, Filter, Measure, Tabulation};
use tantivy::collector::Count as BareCount;
use tantivy::query::{AllQuery, BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption::Basic;
use tantivy::{ReloadPolicy, Searcher, Term};

/// Words as typed, and the terms that the index has for them.
const WORDS: [(&str, &[&str]); 8] = [
    ("", &[]),
    ("eau", &["eau"]),
    ("école", &["ecol"]),
    ("sante", &["sant"]),
    ("Mali", &["mali="]),
    ("jumelage", &["jumelag"]),
    ("agriculture formation", &["agricultur", "format"]),
    ("jeunes sport", &["jeun", "sport"]),
];
/// The fields of the index that hold words.
const TEXTS: [&str; 4] = ["title", "names", "terms", "prose"];
/// What is counted beside the results: every dimension that a page offers.
const COUNTED: usize = 14;
const ROUNDS: usize = 12;

fn main() -> Result<()> {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let Some(folder) = folder.map(PathBuf::from) else {
        println!("give the folder of an index, or run cargo xtask bench");
        return Ok(());
    };
    let (search, state) = Search::open(&folder, Country::FR)?;
    ensure!(state.position().is_some(), "no current index in {}: {state:?}", folder.display());
    let links = tempfile::tempdir()?;
    let bare = bare(&folder, links.path())?;
    let today = chrono::Utc::now().date_naive();
    let day = StatusDay { today, confirm_after_months: CONFIRM_AFTER_MONTHS };

    let mut times = BTreeMap::<&str, Vec<f64>>::new();
    // The first round makes the columns.
    for round in 0..=ROUNDS {
        let mut time = |work: &'static str, done: &mut dyn FnMut() -> Result<()>| -> Result<()> {
            let start = Instant::now();
            done()?;
            if round > 0 {
                times.entry(work).or_default().push(start.elapsed().as_secs_f64() * 1e3);
            }
            Ok(())
        };
        for (words, terms) in WORDS {
            time("count", &mut || count(&bare, terms))?;
            for chosen in choices() {
                let query = PartnershipQuery {
                    words: words.to_owned(),
                    chosen,
                    counted: Dimension::ALL[..COUNTED].to_vec(),
                    limit: 20,
                    ..PartnershipQuery::default()
                };
                time("search", &mut || {
                    search.partnerships(&query, day)?;
                    Ok(())
                })?;
                time("map", &mut || {
                    search.map_counts(&query, day)?;
                    search.cents_by_country(&query, day)?;
                    Ok(())
                })?;
            }
            // Counts are kept: another first year in each round finds what was not counted before.
            let since = Value::Range(Some(1990 + round as i64), None);
            let query = PartnershipQuery {
                words: words.to_owned(),
                chosen: BTreeMap::from([(Dimension::Start, vec![since])]),
                counted: Dimension::ALL[..COUNTED].to_vec(),
                limit: 20,
                ..PartnershipQuery::default()
            };
            time("search anew", &mut || {
                search.partnerships(&query, day)?;
                Ok(())
            })?;
            for filter in filters(&search) {
                let table = by_country_and_year(&search, words, filter);
                time("statistics", &mut || {
                    search.index.tabulate(&table)?;
                    Ok(())
                })?;
            }
        }
    }
    println!("{}", serde_json::to_string(&times)?);
    Ok(())
}

/// What readers narrow a search by: nothing, a country, a status and years, a theme.
fn choices() -> Vec<BTreeMap<Dimension, Vec<Value>>> {
    let choices: [&[(Dimension, &str)]; 4] = [
        &[],
        &[(Dimension::Country, "ML")],
        &[(Dimension::Status, "active"), (Dimension::Start, "2010-2019")],
        &[(Dimension::Theme, "4"), (Dimension::WorldRegion, "002")],
    ];
    let read = |(dimension, text): &(Dimension, &str)| Some((*dimension, vec![dimension.read(text)?]));
    choices.iter().map(|choice| choice.iter().filter_map(read).collect()).collect()
}

fn filters(search: &Search) -> [Filter; 3] {
    let fields = &search.fields;
    [
        Filter::default(),
        Filter::In(fields.country, vec![Country::FR.as_u64()]),
        Filter::Range(fields.start_year, Some(2000), Some(2019)),
    ]
}

fn by_country_and_year<'a>(search: &Search, words: &'a str, filter: Filter) -> Tabulation<'a> {
    let fields = &search.fields;
    Tabulation {
        words,
        filter,
        lines: &[],
        rows: By::Document(Count::Codes(fields.country)),
        columns: By::Line(fields.line.year),
        measure: Measure::Sum(fields.line.cents),
    }
}

/// The newest generation of the index as tantivy alone opens it, through links in `folder`.
fn bare(index: &Path, folder: &Path) -> Result<Searcher> {
    let number = |path: &Path| path.file_name()?.to_str()?.strip_prefix("generation-")?.parse::<u64>().ok();
    let newest = files(index)?.into_iter().max_by_key(|path| number(path)).context("no generation")?;
    for file in files(&newest)? {
        let name = file.file_name().context("a file without a name")?;
        match name.to_str() {
            // Only a writer needs it.
            Some(".managed.json") => {}
            // Its first line is tantivy's, its last the check of our own.
            Some("meta.json") => {
                let meta = std::fs::read_to_string(&file)?;
                let (meta, _check) = meta.trim_end().rsplit_once('\n').context("meta.json has no check")?;
                std::fs::write(folder.join(name), meta)?;
            }
            _ => std::os::unix::fs::symlink(&file, folder.join(name))?,
        }
    }
    let reader = tantivy::Index::open_in_dir(folder)?.reader_builder().reload_policy(ReloadPolicy::Manual);
    let reader: tantivy::IndexReader = reader.try_into()?;
    Ok(reader.searcher())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    std::fs::read_dir(folder)?.map(|entry| Ok(std::path::absolute(entry?.path())?)).collect()
}

/// Counts the documents that have all terms, each in any of the texts.
fn count(searcher: &Searcher, terms: &[&str]) -> Result<()> {
    let anywhere = |term: &&str| -> Result<Box<dyn Query>> {
        let field = |name: &&str| Ok(searcher.schema().get_field(name)?);
        let query = |field| Box::new(TermQuery::new(Term::from_field_text(field, term), Basic)) as Box<dyn Query>;
        Ok(Box::new(BooleanQuery::union(TEXTS.iter().map(|name| field(name).map(query)).collect::<Result<_>>()?)))
    };
    let found = if terms.is_empty() {
        searcher.search(&AllQuery, &BareCount)?
    } else {
        let all = terms.iter().map(anywhere).collect::<Result<_>>()?;
        searcher.search(&BooleanQuery::intersection(all), &BareCount)?
    };
    ensure!(found > 0, "no document has {terms:?}: the terms are no longer those of the index");
    Ok(())
}
