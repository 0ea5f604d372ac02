//! Tera, set up with the templates of a chain and what they may call.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::icons::Icons;
use super::scan::Source;
use super::words::{Words, fill};

/// Every filter, to guess which one was meant. Tera does not tell its own.
pub(super) const FILTERS: &str = "abs capitalize default escape escape_html escape_xml fill first float get group_by \
    indent int join keys last length lower newlines_to_br nth pairs pluralize replace reverse round safe sort split \
    str title trim trim_end trim_start truncate unique upper values wordcount";

/// Makes the engine. Each template is known as `theme/name`; a name without
/// theme is looked for along the chain, and so are components.
pub(super) fn build(sources: &[Source<'_>], themes: &[String], words: &Arc<Words>, icons: &Icons) -> TeraResult<Tera> {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes(themes.iter().map(|theme| format!("{theme}/")))?;
    // An unknown filter is an error where a template is added, so these come
    // first.
    tera.register_filter("fill", |text: &str, values: Kwargs, _: &State<'_>| fill_from(text, &values));
    let counted = Arc::clone(words);
    tera.register_function("plural", move |values: Kwargs, _: &State<'_>| plural(&counted, &values));
    let drawn: BTreeMap<String, Value> =
        icons.iter().map(|(name, svg)| (name.to_owned(), Value::safe_string(svg))).collect();
    tera.register_function("icon", move |values: Kwargs, _: &State<'_>| icon(&drawn, &values));
    let strings = words.iter().map(|(key, text)| (key.to_owned(), Value::normal_string(text)));
    tera.global_context().insert_value("t", Value::from(strings.collect::<BTreeMap<_, _>>()));
    tera.add_raw_templates(sources.iter().map(|source| (source.name.as_str(), source.text)))?;
    Ok(tera)
}

/// `{{ t.page_of | fill(page=2, pages=9) }}`
fn fill_from(text: &str, values: &Kwargs) -> String {
    fill(text, |name| values.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value.to_string()))
}

/// `{{ plural(key="interns", n=3) }}`: the string `interns_one` or
/// `interns_other`, with every argument to fill it.
fn plural(words: &Words, values: &Kwargs) -> TeraResult<String> {
    let key = words.plural_key(values.must_get::<&str>("key")?, values.must_get::<usize>("n")?);
    Ok(fill_from(words.get(&key), values))
}

/// `{{ icon(name="menu") }}`
fn icon(drawn: &BTreeMap<String, Value>, values: &Kwargs) -> TeraResult<Value> {
    let name = values.must_get::<&str>("name")?;
    drawn.get(name).cloned().ok_or_else(|| tera::Error::message(format!("The theme has no icon `{name}`")))
}
