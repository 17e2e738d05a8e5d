//! Keeps what can rot unseen: the order of the stages, no cycles, no grab-bag files, no glob re-exports, and that each stage says
//! what it is. Each rule is a function over (path, text) pairs; the last test plants one violation per rule and expects it caught.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A source file: its path below `src/`, with `/` between the parts, and what stands in it.
type Source = (String, String);

const STAGES: &[(u8, &[&str])] = &[
    (1, &["document", "fetch"]),
    (2, &["text"]),
    (3, &["vocabulary"]),
    (4, &["extraction"]),
    (5, &["record"]),
    (6, &["graph", "index"]),
    (7, &["store"]),
    (8, &["ingest", "query"]),
    (9, &["synthesis", "figure", "compare", "evaluate", "export"]),
    (10, &["api", "mcp", "web"]),
    (11, &["cli"]),
];
const GRAB_BAGS: [&str; 4] = ["utils", "helpers", "common", "misc"];

fn stage(module: &str) -> Option<u8> {
    STAGES.iter().find(|(_, modules)| modules.contains(&module)).map(|(number, _)| *number)
}

/// A file names only modules of lower stages, its tests included; two modules of one stage never name each other.
fn out_of_order(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in sources.iter().filter(|(path, _)| path != "lib.rs" && path != "main.rs") {
        let own = path.split(['/', '.']).next().unwrap_or_default();
        let Some(number) = stage(own) else {
            faults.push(format!("{path}: `{own}` has no stage"));
            continue;
        };
        let named: BTreeSet<String> = named_modules(path, text).into_iter().filter_map(|module| module.first().cloned()).collect();
        for other in named.iter().filter(|&other| other != own) {
            match stage(other) {
                Some(below) if below < number => {}
                Some(above) => faults.push(format!("{path}: stage {number} names `{other}` of stage {above}")),
                None => faults.push(format!("{path}: names `crate::{other}`, which is no stage")),
            }
        }
    }
    faults
}

/// Top-level modules, and the files of one folder among each other, form no cycle. (A `mod.rs` stands above its folder: it names
/// its files, and they may use what it defines.)
fn cycles(sources: &[Source]) -> Vec<String> {
    let mut edges: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (path, text) in sources {
        let own = module_of(path);
        for named in named_modules(path, text) {
            // The two siblings through which one reaches the other.
            let shared = own.iter().zip(&named).take_while(|(a, b)| a == b).count();
            if shared < own.len() && shared < named.len() && exists(sources, &named[..=shared]) {
                edges.entry(own[..=shared].to_vec()).or_default().insert(named[..=shared].to_vec());
            }
        }
    }
    let reaches = |from: &Vec<String>, to: &Vec<String>| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(next) = open.pop() {
            open.extend(edges.get(next).into_iter().flatten().filter(|other| seen.insert(*other)));
        }
        seen.contains(to)
    };
    edges.keys().filter(|module| reaches(module, module)).map(|module| format!("{}: in a cycle", module.join("::"))).collect()
}

fn grab_bags(sources: &[Source]) -> Vec<String> {
    let is_one = |path: &str| path.trim_end_matches(".rs").split('/').any(|part| GRAB_BAGS.contains(&part));
    sources.iter().filter(|(path, _)| is_one(path)).map(|(path, _)| format!("{path}: name the one idea that it holds")).collect()
}

fn glob_re_exports(sources: &[Source]) -> Vec<String> {
    let faulty = |text: &str| {
        let code = code(text);
        let tokens = tokens(&code);
        tokens.iter().enumerate().filter(|&(_, &token)| token == "pub").any(|(at, _)| {
            let statement: Vec<&str> = tokens[at..].iter().copied().take_while(|&token| token != ";").collect();
            let after_visibility = if statement.get(1) == Some(&"(") { 4 } else { 1 };
            statement.get(after_visibility) == Some(&"use") && statement.contains(&"*")
        })
    };
    sources.iter().filter(|(_, text)| faulty(text)).map(|(path, _)| format!("{path}: re-exports a glob; name what is meant")).collect()
}

/// Each stage's `mod.rs` opens with its number, what goes in, what comes out and what it never does.
fn silent_stages(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    let folders: BTreeSet<&str> = sources.iter().filter_map(|(path, _)| path.split_once('/')).map(|(folder, _)| folder).collect();
    for folder in folders {
        let path = format!("{folder}/mod.rs");
        let text = sources.iter().find(|(p, _)| *p == path).map_or("", |(_, text)| text);
        let opening: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let opening = opening.join("\n");
        let number = format!("Stage {}.", stage(folder).unwrap_or_default());
        if !opening.trim_start().starts_with(&number) {
            faults.push(format!("{path}: does not open with `//! {number}`"));
        }
        for wanted in ["In: ", "Out: ", "Never: "].into_iter().filter(|&wanted| !opening.contains(wanted)) {
            faults.push(format!("{path}: its opening lacks `{}`", wanted.trim()));
        }
    }
    faults
}

fn module_of(path: &str) -> Vec<String> {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

fn exists(sources: &[Source], module: &[String]) -> bool {
    let path = module.join("/");
    sources.iter().any(|(p, _)| *p == format!("{path}.rs") || *p == format!("{path}/mod.rs"))
}

/// Every path from the crate's root that the file names through `crate::` or `super::`, groups opened up.
fn named_modules(path: &str, text: &str) -> Vec<Vec<String>> {
    let code = code(text);
    let tokens = tokens(&code);
    let (mut inline, mut depth, mut found) = (Vec::new(), 0, Vec::new());
    for (at, &token) in tokens.iter().enumerate() {
        match token {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                inline.retain(|(_, opened)| *opened <= depth);
            }
            "mod" if tokens.get(at + 2) == Some(&"{") => inline.push((tokens[at + 1].to_owned(), depth + 1)),
            "crate" | "super" if tokens.get(at + 1) == Some(&"::") && (at == 0 || tokens[at - 1] != "::") => {
                let own: Vec<String> = module_of(path).into_iter().chain(inline.iter().map(|(name, _)| name.clone())).collect();
                follow(&tokens, at, &own, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// Reads one path or group of paths; gives the place after it.
fn follow(tokens: &[&str], mut at: usize, base: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = base.to_vec();
    loop {
        match tokens.get(at).copied().unwrap_or_default() {
            "crate" => path.clear(),
            "super" => drop(path.pop()),
            "self" => {}
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|&token| token != "}") {
                    at = follow(tokens, at, &path, found).max(at + 1);
                    at += usize::from(tokens.get(at) == Some(&","));
                }
                return at + 1;
            }
            word => path.push(word.to_owned()),
        }
        at += 1;
        if tokens.get(at) != Some(&"::") {
            found.push(path);
            while tokens.get(at) == Some(&"as") {
                at += 2;
            }
            return at;
        }
        at += 1;
    }
}

fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let length = if word > 0 {
            word
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The text without comments and without what stands in string and character literals.
fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let raw = rest.strip_prefix('r').map_or(0, |r| r.len() - r.trim_start_matches('#').len());
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first == 'r' && rest[1 + raw..].starts_with('"') && !code.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            let end = format!("\"{}", "#".repeat(raw));
            rest[2 + raw..].find(&end).map_or(rest.len(), |at| 2 + raw + at + end.len())
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' && (rest[1..].starts_with('\\') || rest.chars().nth(2) == Some('\'')) {
            quoted(rest, '\'')
        } else {
            0
        };
        code.push_str(if skipped > 0 { " " } else { &rest[..first.len_utf8()] });
        rest = &rest[skipped.max(if skipped > 0 { 1 } else { first.len_utf8() })..];
    }
    code
}

/// Bytes of a literal that ends with `mark`.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == mark && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

fn sources(folder: &Path, below: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            sources(&entry.path(), &format!("{path}/"), found);
        } else if path.ends_with(".rs") {
            found.push((path, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

type Rule = fn(&[Source]) -> Vec<String>;
const RULES: [Rule; 5] = [out_of_order, cycles, grab_bags, glob_re_exports, silent_stages];

#[test]
fn the_program_keeps_every_rule() {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut all);
    all.sort();
    assert!(all.len() > 50, "the sources are read");
    let faults: Vec<String> = RULES.iter().flat_map(|rule| rule(&all)).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_rule_catches_its_violation() {
    let planted = |rule: Rule, files: &[(&str, &str)], expected: &[&str]| {
        let files: Vec<Source> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        assert_eq!(rule(&files), expected, "{files:?}");
    };
    for text in [
        "use crate::store::Snapshot;",
        "use crate::{document::Span, store::{Snapshot, Writer}};",
        "fn f() -> crate::store::Snapshot { todo!() }",
        "pub use super::super::store as kept;",
        "#[cfg(test)] mod tests { use super::super::super::{store::Snapshot}; }",
    ] {
        planted(out_of_order, &[("text/fold.rs", text)], &["text/fold.rs: stage 2 names `store` of stage 7"]);
    }
    planted(out_of_order, &[("graph/mod.rs", "use super::index;")], &["graph/mod.rs: stage 6 names `index` of stage 6"]);
    planted(out_of_order, &[("extras/mod.rs", "")], &["extras/mod.rs: `extras` has no stage"]);
    let harmless =
        "//! [`crate::store`]\nuse crate::document::{Span, self};\nconst A: &str = \"crate::store\"; // crate::store\nuse super::store;";
    planted(out_of_order, &[("text/fold.rs", harmless)], &[]);

    let (one, two) = ("use super::two::B;", "use crate::text::one::A;");
    planted(cycles, &[("text/one.rs", one), ("text/two.rs", two)], &["text::one: in a cycle", "text::two: in a cycle"]);
    planted(cycles, &[("text/one.rs", one), ("text/two.rs", "use super::Both;"), ("text/mod.rs", "use one::A;")], &[]);
    let (graph, text) = ("use crate::text::prepare;", "mod tests { use crate::graph::build; }");
    planted(cycles, &[("graph/mod.rs", graph), ("text/mod.rs", text)], &["graph: in a cycle", "text: in a cycle"]);

    planted(grab_bags, &[("text/utils.rs", "")], &["text/utils.rs: name the one idea that it holds"]);
    planted(grab_bags, &[("common/dates/mod.rs", "")], &["common/dates/mod.rs: name the one idea that it holds"]);

    planted(glob_re_exports, &[("text/mod.rs", "pub(crate) use fold::*;")], &["text/mod.rs: re-exports a glob; name what is meant"]);
    planted(
        glob_re_exports,
        &[("text/mod.rs", "mod fold;\npub use fold::{\n  width::*,\n};")],
        &["text/mod.rs: re-exports a glob; name what is meant"],
    );
    planted(glob_re_exports, &[("text/mod.rs", "use fold::*; pub fn product() -> u8 { 2 * 3 }")], &[]);

    planted(silent_stages, &[("text/mod.rs", "//! Stage 2. In: a. Out: b.\n//! Never: c.\nmod fold;"), ("text/fold.rs", "")], &[]);
    planted(
        silent_stages,
        &[("text/mod.rs", "//! Words. Stage 2. In: a.\n// Out: b. Never: c.")],
        &[
            "text/mod.rs: does not open with `//! Stage 2.`",
            "text/mod.rs: its opening lacks `Out:`",
            "text/mod.rs: its opening lacks `Never:`",
        ],
    );
}
