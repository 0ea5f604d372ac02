//! Tera, set up with the templates of a chain and what they may call.

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_uri::pct_enc::EString;
use fluent_uri::pct_enc::encoder::{Data, Query};
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::icons::Icons;
use super::scan::Source;
use super::words::{Words, fill};
use crate::language::foreign;
use crate::reference::plurals::Count;

/// Every filter, to guess which one was meant. Tera does not tell its own.
pub(super) const FILTERS: &str = "abs capitalize default escape escape_html escape_xml fill first float get group_by \
    indent int join keys lang last length lower newlines_to_br nth number pairs plain pluralize replace reverse round safe sort split \
    str title trim trim_end trim_start truncate unique upper url_part values wordcount";

/// Makes the engine. Each template is known as `theme/name`; a name without
/// theme is looked for along the chain, and so are components.
pub(super) fn build(sources: &[Source<'_>], themes: &[String], words: &Arc<Words>, icons: &Icons) -> TeraResult<Tera> {
    build_with(sources, themes, words, icons, |_| {})
}

/// The same with more that templates may call.
pub(super) fn build_with(
    sources: &[Source<'_>],
    themes: &[String],
    words: &Arc<Words>,
    icons: &Icons,
    more: impl FnOnce(&mut Tera),
) -> TeraResult<Tera> {
    let mut tera = Tera::default();
    more(&mut tera);
    tera.set_fallback_prefixes(themes.iter().map(|theme| format!("{theme}/")))?;
    // An unknown filter is an error where a template is added, so these come
    // first.
    tera.register_filter("fill", |text: &str, values: Kwargs, _: &State<'_>| fill_from(text, &values));
    tera.register_filter("url_part", |text: &str, _: Kwargs, _: &State<'_>| url_part(text));
    tera.register_filter("plain", |text: &str, _: Kwargs, _: &State<'_>| foreign::plain(text).into_owned());
    let numbered = Arc::clone(words);
    tera.register_filter("number", move |n: usize, _: Kwargs, _: &State<'_>| numbered.number(n));
    tera.register_filter("lang", |text: &str, _: Kwargs, _: &State<'_>| lang(text));
    tera.set_escape_fn(foreign::escape);
    let counted = Arc::clone(words);
    tera.register_function("plural", move |values: Kwargs, _: &State<'_>| plural(&counted, &values));
    let formed = Arc::clone(words);
    tera.register_function("plural_forms", move |values: Kwargs, _: &State<'_>| plural_forms(&formed, &values));
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
    fill(text, |name| value_of(values, name))
}

fn value_of(values: &Kwargs, name: &str) -> Option<String> {
    values.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value.to_string())
}

/// `{{ page.heading | url_part }}`: the text as a value within the query of an
/// address, all but unreserved characters percent-encoded (RFC 3986, 2.3).
fn url_part(text: &str) -> String {
    let mut encoded = EString::<Query>::new();
    encoded.encode_str::<Data>(text);
    encoded.into_string()
}

/// `<option{{ link.title | lang }}>{{ link.title | plain }}`: the attributes of an
/// element that can hold no other, if the text is in another language.
fn lang(text: &str) -> Value {
    Value::safe_string(&foreign::whole(text).map(foreign::attributes).unwrap_or_default())
}

/// `{{ plural(key="interns", n=3) }}`: the string `interns_one`, `interns_few` or
/// another form, with every argument to fill it and the number as the language
/// writes it.
fn plural(words: &Words, values: &Kwargs) -> TeraResult<String> {
    let n = values.must_get::<usize>("n")?;
    let key = words.plural_key(values.must_get::<&str>("key")?, Count::whole(n));
    Ok(fill(words.get(&key), |name| if name == "n" { Some(words.number(n)) } else { value_of(values, name) }))
}

/// `{{ plural_forms(key="interns") }}`: every form of the string as JSON, for a
/// script that counts: `{"one":"{n} intern","other":"{n} interns"}`.
fn plural_forms(words: &Words, values: &Kwargs) -> TeraResult<String> {
    let forms: BTreeMap<&str, &str> = words.forms(values.must_get::<&str>("key")?).collect();
    serde_json::to_string(&forms).map_err(|error| tera::Error::message(error.to_string()))
}

/// `{{ icon(name="menu") }}`
fn icon(drawn: &BTreeMap<String, Value>, values: &Kwargs) -> TeraResult<Value> {
    let name = values.must_get::<&str>("name")?;
    drawn.get(name).cloned().ok_or_else(|| tera::Error::message(format!("The theme has no icon `{name}`")))
}

#[cfg(test)]
mod tests {
    use super::url_part;

    #[test]
    fn nothing_of_a_text_ends_the_value_that_it_is() {
        assert_eq!(url_part("Tea & cake? 100 % – oui #1"), "Tea%20%26%20cake%3F%20100%20%25%20%E2%80%93%20oui%20%231");
        assert_eq!(url_part("a-b_c.d~e"), "a-b_c.d~e");
    }
}
