//! The search page. Without a script it is the way to every list.

use super::super::facets;
use super::super::maker::{About, Maker};
use super::super::wording::Notices;
use crate::route::{FacetKind, Target};
use crate::view::statics::SearchView;

pub(in super::super) fn view(maker: &Maker<'_>) -> SearchView {
    let mut notices = Notices::default();
    let narrow = maker.facets(&mut notices);
    let donors = facets::links(maker, FacetKind::Donors, &mut notices);
    notices.kosovo |= maker.search.is_some_and(|search| search.kosovo);
    let heading = maker.words().get("say_search_heading").to_owned();
    let description = Some(facets::describe(maker, &heading));
    let about = About { target: &Target::Search, kind: "search", heading, description, trail: Vec::new(), notices };
    let index = maker.search.and_then(|search| search.out()).map(|out| maker.routes.file(out));
    let script = maker.search_script.filter(|_| index.is_some());
    SearchView {
        site: maker.site.clone(),
        page: maker.page(about),
        script: script.map(|script| maker.routes.file(&script.out)),
        script_integrity: script.map(|script| script.integrity.clone()),
        index,
        narrow,
        donors,
    }
}
