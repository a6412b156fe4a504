//! `cargo xtask bench`: loads a register, measures the program on it and prints a table, each figure beside a limit that
//! was measured in the same run: machines differ, ratios less so.

mod addresses;
mod client;
mod figures;
mod http;
mod imports;
mod load;
mod machine;
mod process;
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::root;
use figures::{Row, table};
use program::Program;

/// Options of the task.
#[derive(clap::Args)]
pub struct Arguments {
    /// How many partnerships to measure on.
    #[arg(long, default_value_t = 12_000)]
    partnerships: u32,
    /// How many characters of text they have on average; 560, as those of the register, unless told otherwise.
    #[arg(long)]
    characters: Option<u32>,
    /// Keep the loaded register in this folder, or measure the one that it holds.
    #[arg(long)]
    data: Option<PathBuf>,
    /// How often each measure is taken.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// Take only these measures.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Measure>,
    /// Write the results into docs/PERFORMANCE.md, in place of the last of the same size.
    #[arg(long)]
    write: bool,
}

/// Lines of funding that a record has on average. Texts of the demonstration have the wanted 560 characters by themselves.
const FUNDING_LINES: u32 = 5;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Measure {
    /// From the start to the first answer, with an index and without.
    Start,
    /// Searches, statistics and maps in process, on one thread.
    Search,
    /// Pages under load over HTTP.
    Pages,
    /// The map of everything over HTTP.
    Map,
    /// The table of everything over HTTP.
    Download,
    /// The import of IATI files.
    Import,
}

impl Measure {
    const ALL: [Measure; 6] =
        [Measure::Start, Measure::Search, Measure::Pages, Measure::Map, Measure::Download, Measure::Import];
}

/// What is measured, and how.
struct Bench {
    program: PathBuf,
    /// The measures in process.
    searches: PathBuf,
    data: PathBuf,
    partnerships: u32,
    characters: Option<u32>,
    rounds: usize,
}

impl Bench {
    /// Whether it is of the smaller size that goals are given for.
    fn small(&self) -> bool {
        self.partnerships <= 100_000
    }

    /// The title of its section among the results.
    fn title(&self) -> String {
        let of = self.characters.map(|characters| format!(" of {characters} characters")).unwrap_or_default();
        format!("## {} partnerships{of}\n", self.partnerships)
    }

    fn index(&self) -> PathBuf {
        self.data.join("index")
    }
}

/// Loads, measures, prints.
pub fn run(arguments: &Arguments) -> Result<()> {
    let temporary = tempfile::tempdir()?;
    let data = match &arguments.data {
        Some(folder) => std::path::absolute(folder)?,
        None => temporary.path().join("register"),
    };
    let rounds = usize::from(arguments.rounds);
    let [program, searches] = program::build()?;
    let Arguments { partnerships, characters, .. } = *arguments;
    let bench = Bench { program, searches, data, partnerships, characters, rounds };
    let measures = if arguments.only.is_empty() { &Measure::ALL[..] } else { &arguments.only };
    let before = machine::load()?;
    let mut rows = load_register(&bench)?;
    for measure in measures {
        eprintln!("== {measure:?}");
        rows.extend(take(*measure, &bench)?);
    }
    let text = format!("{}\n\n{}", machine::description(before)?, table(&rows));
    println!("\n{text}");
    if arguments.write { write(&bench.title(), &text) } else { Ok(()) }
}

/// Generates the register where it is not there yet, and makes its index current.
fn load_register(bench: &Bench) -> Result<Vec<Row>> {
    let fresh = !bench.data.join("meridien.db").exists();
    let (count, lines) = (bench.partnerships.to_string(), FUNDING_LINES.to_string());
    let characters = bench.characters.unwrap_or_default().to_string();
    let size = ["demo", "--partnerships", &count, "--characters", &characters, "--funding-lines", &lines];
    let program = Program::start(&bench.program, &size, &bench.data)?;
    let start = program.ready;
    program.stop()?;
    if !fresh {
        return Ok(Vec::new());
    }
    Ok(vec![Row {
        work: "generate, journal and index the demonstration".to_owned(),
        goal: String::new(),
        figure: format!("{:.0} s", start.as_secs_f64()),
        ratio: format!("{:.0} partnerships/s", f64::from(bench.partnerships) / start.as_secs_f64()),
        met: None,
    }])
}

fn take(measure: Measure, bench: &Bench) -> Result<Vec<Row>> {
    match measure {
        Measure::Start => process::start(bench),
        Measure::Search => process::search(bench),
        Measure::Pages => http::pages(bench),
        Measure::Map => http::map(bench),
        Measure::Download => http::download(bench),
        Measure::Import => imports::iati(bench),
    }
}

/// Puts the results under the title of their size.
fn write(title: &str, text: &str) -> Result<()> {
    let path = root().join("docs/PERFORMANCE.md");
    let old = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    fs::write(&path, replaced(&old, title, text)?)?;
    println!("written to {}", path.display());
    Ok(())
}

/// The document with the section of one size replaced, or put at the end.
fn replaced(document: &str, title: &str, text: &str) -> Result<String> {
    let section = format!("{title}\n{}\n", text.trim_end());
    ensure!(document.starts_with("# "), "the document has no title");
    Ok(match document.split_once(title) {
        None => format!("{}\n\n{section}", document.trim_end()),
        Some((before, rest)) => match rest.find("\n## ") {
            None => format!("{before}{section}"),
            Some(end) => format!("{before}{section}{}", &rest[end..]),
        },
    })
}

/// Bytes under a folder.
fn size_of(folder: &Path) -> Result<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        size += if metadata.is_dir() { size_of(&entry.path())? } else { metadata.len() };
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_where_it_stands() -> Result<()> {
        let document = "# Speed\n\nHow.\n\n## 12 partnerships\n\nold\n\n## 99 partnerships\n\nkept\n";
        let replaced_first = replaced(document, "## 12 partnerships\n", "new\n")?;
        assert_eq!(replaced_first, "# Speed\n\nHow.\n\n## 12 partnerships\n\nnew\n\n## 99 partnerships\n\nkept\n");
        assert_eq!(replaced(&replaced_first, "## 12 partnerships\n", "new")?, replaced_first);
        assert!(replaced(document, "## 99 partnerships\n", "new")?.ends_with("old\n\n## 99 partnerships\n\nnew\n"));
        assert!(replaced(document, "## 5 partnerships\n", "new")?.ends_with("kept\n\n## 5 partnerships\n\nnew\n"));
        Ok(())
    }
}
