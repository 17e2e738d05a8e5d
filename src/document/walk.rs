//! Which files the arguments name, in which order, and under which ids.

use super::error::ReadError;
use super::read::Origin;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Deeper folders are named and left out.
const FOLDER_DEPTH_MAX: usize = 64;

/// One file to be read.
#[derive(Debug)]
pub struct FoundFile {
    pub path: PathBuf,
    pub origin: Origin,
}

/// A file before ids are settled.
struct Candidate {
    path: PathBuf,
    relative: String,
    argument: String,
}

/// Every file under the arguments, or what kept it from being read.
pub fn list(arguments: &[PathBuf]) -> Vec<Result<FoundFile, ReadError>> {
    let mut walk = Walk { found: Vec::new(), seen: HashSet::new() };
    for argument in arguments {
        walk.argument(argument);
    }
    settle_ids(walk.found)
}

struct Walk {
    found: Vec<Result<Candidate, ReadError>>,
    /// Canonical paths, so that a file reached twice is read once and a link to a parent folder ends.
    seen: HashSet<PathBuf>,
}

impl Walk {
    fn argument(&mut self, argument: &Path) {
        match fs::metadata(argument) {
            Ok(meta) if meta.is_dir() => self.folder(argument, argument, 0),
            // A pipe that is named expressly is meant.
            Ok(_) => self.file(argument, argument.parent().unwrap_or(Path::new("")), argument),
            Err(e) => self.found.push(Err(ReadError::io(&shown(argument), &e))),
        }
    }

    fn folder(&mut self, folder: &Path, argument: &Path, depth: usize) {
        if !self.is_new(folder) {
            return;
        }
        if depth > FOLDER_DEPTH_MAX {
            let detail = format!("more than {FOLDER_DEPTH_MAX} folders lie inside each other; name the inner folder itself");
            self.found.push(Err(ReadError::new(&shown(folder), "too_deep", detail)));
            return;
        }
        let mut entries = match fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(|e| e.ok().map(|e| e.path())).collect::<Vec<_>>(),
            Err(e) => {
                self.found.push(Err(ReadError::io(&shown(folder), &e)));
                return;
            }
        };
        entries.sort();
        for entry in entries {
            if entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                continue;
            }
            match fs::metadata(&entry) {
                Ok(meta) if meta.is_dir() => self.folder(&entry, argument, depth + 1),
                Ok(meta) if meta.is_file() => self.file(&entry, argument, argument),
                Ok(_) => {
                    let detail = "a device, socket or pipe inside a folder is left out; name it as an argument to read it";
                    self.found.push(Err(ReadError::new(&shown(&entry), "not_a_file", detail)));
                }
                Err(e) => self.found.push(Err(ReadError::io(&shown(&entry), &e))),
            }
        }
    }

    fn file(&mut self, path: &Path, base: &Path, argument: &Path) {
        if self.is_new(path) {
            let relative = slashed(path.strip_prefix(base).unwrap_or(path));
            let argument = argument.file_name().map_or_else(|| slashed(argument), |n| n.to_string_lossy().into_owned());
            self.found.push(Ok(Candidate { path: path.to_owned(), relative, argument }));
        }
    }

    fn is_new(&mut self, path: &Path) -> bool {
        self.seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }
}

/// The relative path; where two arguments hold the same one, their last components stand before it, and where that does not
/// tell them apart either, the path as given.
fn settle_ids(found: Vec<Result<Candidate, ReadError>>) -> Vec<Result<FoundFile, ReadError>> {
    let longer = |c: &Candidate| if c.argument == c.relative { slashed(&c.path) } else { format!("{}/{}", c.argument, c.relative) };
    let (mut by_relative, mut by_longer) = (HashMap::<String, usize>::new(), HashMap::<String, usize>::new());
    for candidate in found.iter().flatten() {
        *by_relative.entry(candidate.relative.clone()).or_default() += 1;
        *by_longer.entry(longer(candidate)).or_default() += 1;
    }
    let is_one = |counts: &HashMap<String, usize>, id: &str| counts.get(id).is_none_or(|&n| n == 1);
    let name = |candidate: &Candidate| {
        let long = longer(candidate);
        match () {
            () if is_one(&by_relative, &candidate.relative) => candidate.relative.clone(),
            () if is_one(&by_longer, &long) => long,
            () => slashed(&candidate.path),
        }
    };
    found
        .into_iter()
        .map(|item| {
            item.map(|candidate| {
                let origin = Origin { source: shown(&candidate.path), name: name(&candidate) };
                FoundFile { path: candidate.path, origin }
            })
        })
        .collect()
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The same id on every system.
fn slashed(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/").replace("//", "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(arguments: &[PathBuf]) -> Vec<String> {
        list(arguments).into_iter().map(|f| f.map_or_else(|e| e.code.to_owned(), |f| f.origin.name)).collect()
    }

    #[test]
    fn ids_are_relative_and_told_apart_by_their_argument() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for path in ["a/x.txt", "a/sub/z.txt", "a/.hidden", "b/x.txt", "b/y.txt"] {
            fs::create_dir_all(at(path).parent().unwrap()).unwrap();
            fs::write(at(path), "text").unwrap();
        }
        assert_eq!(ids(&[at("a")]), ["sub/z.txt", "x.txt"]);
        assert_eq!(ids(&[at("a"), at("b")]), ["sub/z.txt", "a/x.txt", "b/x.txt", "y.txt"]);
        assert_eq!(ids(&[at("b/y.txt")]), ["y.txt"]);
        assert_eq!(ids(&[at("b/y.txt"), at("b")]), ["y.txt", "x.txt"], "read once");
        assert_eq!(ids(&[at("none")]), ["not_found"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_nowhere_or_round_are_survived() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x.txt"), "text").unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("dangling")).unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("round")).unwrap();
        assert_eq!(ids(&[folder.path().to_owned()]), ["not_found", "x.txt"]);
    }
}
