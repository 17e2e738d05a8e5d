//! README names what the program has, and nothing that it has not.

use std::fs;
use std::path::Path;
use std::process::Command;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap().replace('\r', "")
}

/// The commands that `--help` lists.
fn commands() -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_evigraph")).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| line.starts_with("  "));
    // A description that is wrapped goes on further in.
    listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn every_command_is_named_and_no_other() {
    let (readme, commands) = (readme(), commands());
    assert!(commands.iter().any(|command| command == "query"), "{commands:?}");
    for command in &commands {
        assert!(readme.contains(&format!("`evigraph {command}")), "README does not name `evigraph {command}`");
    }
    // What stands in code: between backticks, or a line of a block.
    let (mut block, mut code) = (false, Vec::new());
    for line in readme.lines() {
        if line.starts_with("```") {
            block = !block;
        } else if block {
            code.push(line);
        } else {
            code.extend(line.split('`').skip(1).step_by(2));
        }
    }
    let named = code.iter().filter_map(|part| part.strip_prefix("evigraph ")).filter_map(|rest| rest.split(' ').next());
    for command in named.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase())) {
        assert!(commands.iter().any(|known| known == command), "README names `evigraph {command}`, which is no command");
    }
}

#[test]
fn every_file_that_it_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = readme();
    let is_path = |part: &&str| ["src/", "schema/", "corpus/", "tests/", ".ci/"].iter().any(|folder| part.starts_with(folder));
    let paths: Vec<&str> = readme.split('`').filter(is_path).collect();
    assert!(paths.len() >= 5, "{paths:?}");
    for path in paths {
        // `schema/*.schema.json` stands for its folder.
        let path = path.split('*').next().unwrap_or_default();
        assert!(root.join(path).exists(), "README names `{path}`, which is not there");
    }
}

#[test]
fn every_filter_and_exit_status_is_named() {
    let readme = readme();
    for filter in evigraph::query::FILTERS {
        assert!(readme.contains(&format!("{filter}:")), "README does not name the filter `{filter}:`");
    }
    for status in ["0 done", "1 nothing found", "2 something failed", "64 wrong usage"] {
        assert!(readme.contains(status), "README does not say `{status}`");
    }
}
