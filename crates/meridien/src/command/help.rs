//! The command line in the reader's language: its help, and what it says of arguments that are wrong. English stands in the
//! comments of the arguments, where clap takes it from; French beside it in `locales/fr/cli.tsv`.

use std::collections::HashMap;
use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, CommandFactory as _, Error, FromArgMatches as _, ValueEnum as _};

use super::{Cli, Language, language};
use crate::web::{Lang, Locale};

/// Each text of clap's and of the arguments' comments, a tab, the same in French.
const FRENCH: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/fr/cli.tsv"));

static TEXTS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| FRENCH.lines().filter_map(|line| line.split_once('\t')).collect());

/// Reads what was typed. Help goes to the standard output, what is wrong to the other, with the code that the program ends with.
pub(super) fn read(typed: &[OsString]) -> Result<Cli, ExitCode> {
    let locale = Locale::from(language(asked(typed)));
    let command = command(locale);
    let read = command.clone().try_get_matches_from(typed).and_then(|found| Cli::from_arg_matches(&found));
    read.map_err(|error| {
        match refusal(&error, &command, typed, locale) {
            Some(refusal) => eprintln!("{} {refusal}", locale.t("command-error")),
            // Nobody hears what cannot be printed.
            None => _ = error.print(),
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

/// The language asked for, told before all else: what is wrong is to be said in it.
fn asked(typed: &[OsString]) -> Option<Language> {
    let typed: Vec<&str> = typed.iter().filter_map(|argument| argument.to_str()).collect();
    let given = typed.iter().zip(typed.iter().skip(1)).find(|(option, _)| **option == "--lang").map(|(_, word)| *word);
    let given = given.or_else(|| typed.iter().find_map(|option| option.strip_prefix("--lang=")));
    let word = given.map(str::to_owned).or_else(|| std::env::var("MERIDIEN_LANG").ok())?;
    Language::from_str(&word, true).ok()
}

/// The command line as readers of a language see it.
fn command(l: Locale) -> clap::Command {
    let mut command = Cli::command();
    // What clap adds is there too: help, version.
    command.build();
    match l.lang {
        Lang::En => command,
        Lang::Fr => translated(command, l),
    }
}

fn translated(command: clap::Command, l: Locale) -> clap::Command {
    let about = command.get_about().map(|about| text(&about.to_string(), l)).unwrap_or_default();
    let command = command.about(about).subcommand_help_heading("Commandes").subcommand_value_name("COMMANDE");
    command.mut_args(|argument| explained(argument, l)).mut_subcommands(|command| translated(command, l))
}

/// An argument with its help, in which clap would write of its values in English.
fn explained(argument: Arg, l: Locale) -> Arg {
    let mut help = argument.get_help().map(|help| text(&help.to_string(), l)).unwrap_or_default();
    if argument.get_action().takes_values() {
        let defaults = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect::<Vec<_>>();
        if !defaults.is_empty() {
            help += &l.spaced(&format!(" [par défaut : {}]", defaults.join(", ")));
        }
        let words = words(&argument);
        if !words.is_empty() {
            help += &l.spaced(&format!(" [valeurs possibles : {}]", words.join(", ")));
        }
    }
    argument.help(help).hide_default_value(true).hide_possible_values(true)
}

/// The words that an argument may be.
fn words(argument: &Arg) -> Vec<String> {
    argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
}

/// A text of the command line in French; one that has none stays as it is.
fn text(english: &str, l: Locale) -> String {
    TEXTS.get(english).map_or_else(|| english.to_owned(), |french| l.spaced(french).into_owned())
}

/// What is wrong with what was typed, by what rule, and where to read more; none of an error that is help asked for.
fn refusal(error: &Error, command: &clap::Command, typed: &[OsString], l: Locale) -> Option<String> {
    let told = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(told)) => told.clone(),
        Some(ContextValue::Strings(told)) => told.join(", "),
        Some(ContextValue::Number(told)) => told.to_string(),
        _ => String::new(),
    };
    let (argument, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    let say = |key: &'static str, with: &str| {
        let arguments = [("argument", argument.as_str()), ("value", value.as_str()), ("with", with)];
        l.t_with(key, &arguments.map(|(name, text)| (name, text.into())))
    };
    let mut said = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::DisplayVersion => {
            return None;
        }
        ErrorKind::UnknownArgument => say("argument-unknown", ""),
        ErrorKind::InvalidSubcommand => say("argument-no-command", &told(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => say("argument-command-missing", &told(ContextKind::ValidSubcommand)),
        ErrorKind::MissingRequiredArgument => say("argument-missing", ""),
        ErrorKind::ArgumentConflict => match told(ContextKind::PriorArg) {
            prior if prior == argument => say("argument-twice", ""),
            prior => say("argument-conflict", &prior),
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let rule = rule(command, typed, &argument);
            say(if value.is_empty() { "argument-without-value" } else { "argument-value" }, &rule)
        }
        ErrorKind::TooManyValues => say("argument-surplus", ""),
        _ => l.t_with("command-other", &[("cause", error.to_string().trim_end().to_owned().into())]),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].map(told);
    if let Some(near) = near.iter().find(|near| !near.is_empty()) {
        said = format!("{said} {}", say("argument-near", near));
    }
    let name = [command.get_name().to_owned()].into_iter().chain(path(command, typed).1).collect::<Vec<_>>();
    Some(format!("{said} {}", say("argument-help", &name.join(" "))))
}

/// What an argument is to be: its help, which names its words.
fn rule(command: &clap::Command, typed: &[OsString], argument: &str) -> String {
    let (command, _) = path(command, typed);
    let Some(found) = command.get_arguments().find(|found| found.to_string() == argument) else { return String::new() };
    let help = found.get_help().map(ToString::to_string).unwrap_or_default();
    let words = words(found);
    // French help has them already.
    if words.is_empty() || found.is_hide_possible_values_set() {
        help
    } else {
        format!("{help} [{}]", words.join(", "))
    }
}

/// The command that was typed, with the names that lead to it.
fn path<'a>(command: &'a clap::Command, typed: &[OsString]) -> (&'a clap::Command, Vec<String>) {
    typed.iter().skip(1).fold((command, Vec::new()), |(command, mut names), word| match command.find_subcommand(word) {
        Some(found) => {
            names.push(found.get_name().to_owned());
            (found, names)
        }
        None => (command, names),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const FR: Locale = Locale { lang: Lang::Fr };
    const EN: Locale = Locale { lang: Lang::En };

    fn typed(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    fn refused(line: &str, l: Locale) -> String {
        let (command, typed) = (command(l), typed(line));
        let error = command.clone().try_get_matches_from(&typed).unwrap_err();
        let refusal = refusal(&error, &command, &typed, l).unwrap_or_else(|| panic!("{line} asks for help"));
        assert!(!refusal.contains(['⟦', '\n']), "{refusal}");
        refusal
    }

    /// Every text of a command and of those under it.
    fn texts_of(command: &clap::Command, found: &mut BTreeSet<String>) {
        found.extend(command.get_about().map(ToString::to_string));
        found.extend(command.get_arguments().filter_map(|argument| argument.get_help()).map(ToString::to_string));
        command.get_subcommands().for_each(|command| texts_of(command, found));
    }

    #[test]
    fn every_text_of_the_command_line_has_french_and_no_french_is_left_over() {
        let mut english = BTreeSet::new();
        texts_of(&command(EN), &mut english);
        let known: BTreeSet<String> = TEXTS.keys().map(|&text| text.to_owned()).collect();
        let (missing, left): (Vec<_>, Vec<_>) =
            (english.difference(&known).collect(), known.difference(&english).collect());
        assert!(missing.is_empty() && left.is_empty(), "without French: {missing:#?}; of no argument: {left:#?}");
        assert_eq!(FRENCH.lines().count(), TEXTS.len(), "each text once, with a tab");
    }

    #[test]
    fn help_is_in_the_language_of_whoever_asks() {
        let help = |line: &str, l: Locale| command(l).try_get_matches_from(typed(line)).unwrap_err().to_string();
        for line in ["meridien --help", "meridien help import", "meridien import iati --help", "meridien export --help"]
        {
            let french = help(line, FR);
            assert!(french.contains("Afficher l’aide"), "{french}");
            for english in ["Print", "default:", "possible values", "Possible values", "Commands:"] {
                assert!(!french.contains(english), "{english}: {french}");
            }
            assert!(help(line, EN).contains("Print help"), "{line}");
        }
        let export = help("meridien export --help", FR);
        assert!(export.contains("[par défaut\u{a0}: jsonl]"), "{export}");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_rule_and_where_to_read_more() {
        for (line, parts) in [
            ("meridien serv", &["« serv »", "serve", "meridien --help"][..]),
            ("meridien import iat x.xml", &["« iat »", "iati", "meridien import --help"]),
            ("meridien import --lang fr", &["commande", "twinnings"]),
            ("meridien serve --dat x", &["--dat", "--data", "meridien serve --help"]),
            ("meridien serve --data", &["--data <DATA>", "Dossier des données"]),
            ("meridien import iati", &["<FILES>", "meridien import iati --help"]),
            ("meridien demo --partnerships many", &["« many »", "--partnerships", "1\u{202f}000\u{202f}000"]),
            ("meridien show town 7K3M9QXA", &["« town »", "<KIND>", "organisation"]),
            ("meridien check iati a.xml --json --csv", &["--json", "--csv"]),
            ("meridien check iati a.xml --json --json", &["--json", "une fois"]),
            ("meridien verify a b", &["« b »"]),
        ] {
            let french = refused(line, FR).replace("«\u{a0}", "« ").replace("\u{a0}»", " »");
            for part in parts {
                assert!(french.contains(part), "{line}: {part} in {french}");
            }
            assert_ne!(refused(line, EN), refused(line, FR));
        }
    }

    #[test]
    fn the_language_is_known_before_the_rest_is_read() {
        let asked = |line: &str| asked(&typed(line)).map(Language::lang);
        assert_eq!(asked("meridien serv --lang en"), Some(Lang::En));
        assert_eq!(asked("meridien --lang=fr serv"), Some(Lang::Fr));
    }

    #[test]
    fn what_is_right_is_read_in_either_language() {
        for l in [FR, EN] {
            let found =
                command(l).try_get_matches_from(typed("meridien import iati a.xml --dry-run --lang en")).unwrap();
            assert_eq!(Cli::from_arg_matches(&found).unwrap().lang.map(Language::lang), Some(Lang::En));
        }
    }
}
