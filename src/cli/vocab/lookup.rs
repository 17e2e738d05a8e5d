//! `evigraph vocab lookup`

use super::super::arguments::{Arguments, LookupArgs};
use super::super::page::{Page, Tone};
use super::super::{ExitStatus, choice, terminal};
use crate::vocabulary::{Concept, ConceptId, Offer, Vocabulary, Why};
use anyhow::Result;
use serde_json::{Value, json};
use std::io::{self, Write};

pub fn run(arguments: &Arguments, args: &LookupArgs, out: &mut dyn Write) -> Result<ExitStatus> {
    let vocabulary = &choice::vocabulary(arguments)?;
    let name = args.name.join(" ");
    let offers = vocabulary.offers(&name, args.limit);
    let mut page = Page { out, columns: terminal::width(), colour: terminal::colour() };
    if arguments.json {
        let data: Vec<Value> = offers.iter().map(|o| as_json(vocabulary, o)).collect();
        serde_json::to_writer_pretty(&mut *page.out, &json!({ "data": data, "meta": { "asked": name, "total": data.len() } }))?;
        writeln!(page.out)?;
    } else if offers.is_empty() {
        page.text(0, Tone::Warning, &format!("no concept is called `{name}`, or nearly so; `evigraph vocab import` adds vocabularies"))?;
    }
    for offer in offers.iter().filter(|_| !arguments.json) {
        print(&mut page, vocabulary, offer)?;
    }
    Ok(ExitStatus::of_search(!offers.is_empty()))
}

fn why(offer: &Offer) -> String {
    match offer.why {
        Why::Id => "this is one of its ids".to_owned(),
        Why::Name => "a name of it".to_owned(),
        Why::ShortForm => "a short or common form of it: counts where a document defines or supports it".to_owned(),
        Why::Beginning => format!("its name `{}` begins so", offer.form),
        Why::Words => format!("its name `{}` has these words", offer.form),
        Why::Similar => format!("its name `{}` is spelt nearly so", offer.form),
    }
}

fn ids<'a>(vocabulary: &'a Vocabulary, concepts: &'a [ConceptId]) -> impl Iterator<Item = &'a str> {
    concepts.iter().map(|&c| vocabulary.concept(c).id.as_str())
}

fn print(page: &mut Page, vocabulary: &Vocabulary, offer: &Offer) -> io::Result<()> {
    let concept = vocabulary.concept(offer.concept);
    page.text(0, Tone::Heading, &format!("{}  {}", concept.id, concept.name))?;
    page.text(2, Tone::Faint, &why(offer))?;
    let named = |concepts: &[ConceptId]| ids(vocabulary, concepts).collect::<Vec<_>>().join(", ");
    for (label, value) in [
        ("Chinese", concept.zh.join(", ")),
        ("also", concept.synonyms.join(", ")),
        ("short forms", concept.gated.join(", ")),
        ("status", concept.status.clone().unwrap_or_default()),
        ("contains", named(&concept.components)),
        ("under", named(&vocabulary.ancestors(offer.concept))),
        ("above", named(&vocabulary.narrower(offer.concept))),
        ("ids", concept.xrefs.join(", ")),
    ] {
        if !value.is_empty() {
            page.labelled(2, &format!("{label}: "), Tone::Plain, &value)?;
        }
    }
    Ok(())
}

fn as_json(vocabulary: &Vocabulary, offer: &Offer) -> Value {
    let concept: &Concept = vocabulary.concept(offer.concept);
    let ancestors = vocabulary.ancestors(offer.concept);
    let narrower = vocabulary.narrower(offer.concept);
    json!({
        "concept": concept.id, "kind": concept.kind, "name": concept.name, "why": offer.why, "form": offer.form,
        "zh": concept.zh, "zh_confirmed": concept.zh_confirmed, "synonyms": concept.synonyms, "short_forms": concept.gated,
        "status": concept.status, "group": vocabulary.group(offer.concept), "xrefs": concept.xrefs,
        "components": ids(vocabulary, &concept.components).collect::<Vec<_>>(),
        "broader": ids(vocabulary, &ancestors).collect::<Vec<_>>(),
        "narrower": ids(vocabulary, &narrower).collect::<Vec<_>>(),
    })
}
