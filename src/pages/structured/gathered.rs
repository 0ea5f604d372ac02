//! Blocks of all other pages: the site and its programme, lists, what a list
//! is about, figures, static pages.

use super::{Said, donor_id, goal, organisation};
use crate::asset::picture::Spot;
use crate::consent::published::{PublicDonor, PublicOffice};
use crate::content::donor::DonorKind;
use crate::format::jsonld::Node;
use crate::pages::wording::{self, Notices};
use crate::pages::{Maker, data};
use crate::route::{Facet, Target};

/// What a page is, and what it is about. Later parts of a list add nothing.
pub(super) fn nodes<'n>(maker: &Maker<'n>, said: &Said<'n>) -> Vec<Node<'n>> {
    match said.target {
        Target::Home => site(maker),
        Target::Interns(1) | Target::Index(_) | Target::Section(_) => vec![page(maker, said, "CollectionPage")],
        Target::Facet(facet, 1) => gathering(maker, said, *facet),
        Target::Impact => vec![page(maker, said, "WebPage"), figures(maker, said)],
        Target::Page(ix) => {
            let published = maker.published.pages.get(ix.0);
            let day = published.and_then(|page| page.published).map(|date| date.to_string());
            let about = published.is_some_and(|page| page.id == "about");
            let kind = if about { "AboutPage" } else { "WebPage" };
            vec![page(maker, said, kind).perhaps("datePublished", day)]
        }
        _ => Vec::new(),
    }
}

fn site<'n>(maker: &Maker<'n>) -> Vec<Node<'n>> {
    let config = maker.config();
    let home = maker.routes.absolute(&Target::Home);
    let description = config.description.as_ref().map(|text| text.value.as_str());
    let partner = config.programme.partner.as_ref();
    let partner = partner.map(|partner| Node::new("Organization").text("name", partner.value.as_str()));
    let site = Node::new("WebSite")
        .id(format!("{home}#site"))
        .text("name", config.title.as_str())
        .text("url", home.clone())
        .perhaps("description", description)
        .text("inLanguage", config.language.as_str())
        .node("publisher", Some(organisation(maker)))
        .reference("about", format!("{home}#programme"))
        .node("mentions", partner);
    let programme = Node::new("WorkBasedProgram")
        .id(format!("{home}#programme"))
        .text("name", config.programme.name.value.as_str())
        .text("url", home.clone())
        .perhaps("startDate", config.programme.since.map(|year| year.to_string()))
        .reference("provider", format!("{home}#organisation"));
    vec![site, programme]
}

fn page<'n>(maker: &Maker<'n>, said: &Said<'n>, kind: &'static str) -> Node<'n> {
    let address = maker.routes.absolute(said.target);
    Node::new(kind)
        .id(address.clone())
        .text("url", address)
        .text("name", said.heading)
        .text("description", said.description)
        .text("inLanguage", maker.config().language.as_str())
        .reference("isPartOf", format!("{}#site", maker.config().base.full()))
}

/// A list, with what gathers it.
fn gathering<'n>(maker: &Maker<'n>, said: &Said<'n>, facet: Facet) -> Vec<Node<'n>> {
    let list = page(maker, said, "CollectionPage");
    let published = maker.published;
    match facet {
        Facet::Office(ix) => {
            vec![list.node("about", published.offices.get(ix.0).map(|office| place(maker, office)))]
        }
        Facet::Goal(number) => vec![list.node("about", Some(goal(number, maker.words().language())))],
        Facet::Cohort(ix) => {
            let year = published.cohorts.get(ix.0).map(|cohort| cohort.year.to_string());
            let programme = format!("{}#programme", maker.config().base.full());
            vec![list.perhaps("temporalCoverage", year).reference("about", programme)]
        }
        Facet::Donor(ix) => match published.donors.get(ix.0) {
            Some(known) => vec![list, donor(maker, known, said), grant(maker, said)],
            None => vec![list],
        },
        Facet::Level(_) | Facet::School(_) => vec![list],
    }
}

/// A city, to a tenth of a degree, which is about eleven kilometres.
fn place<'n>(maker: &Maker<'_>, office: &PublicOffice) -> Node<'n> {
    let mut notices = Notices::default();
    let tenth = |degrees: f64| (degrees * 10.0).round() / 10.0;
    let position = Node::new("GeoCoordinates")
        .number("latitude", tenth(office.latitude))
        .number("longitude", tenth(office.longitude));
    let name = wording::place(office, &mut notices);
    let marked = wording::is_marked(office);
    let address = Node::new("PostalAddress")
        .text("addressLocality", wording::marked(&office.name.value, &mut notices))
        .perhaps("addressCountry", (!marked).then_some(office.country.code));
    Node::new("Place")
        .text("name", name)
        .perhaps("disambiguatingDescription", notices.kosovo.then(|| wording::kosovo(maker.words())))
        .node("address", Some(address))
        .node("geo", Some(position))
}

/// A donor who may be named, with the picture and the address that may be shown.
fn donor<'n>(maker: &Maker<'n>, donor: &'n PublicDonor, said: &Said<'n>) -> Node<'n> {
    let kind = match donor.kind {
        DonorKind::Individual => "Person",
        DonorKind::PublicScheme => "FundingScheme",
        DonorKind::University => "CollegeOrUniversity",
        DonorKind::Trust | DonorKind::Corporate | DonorKind::Legacy => "Organization",
    };
    let logo = if donor.kind == DonorKind::Individual { None } else { donor.logo.as_ref() };
    let logo = maker.picture(logo, Spot::Logo, &mut Notices::default()).map(|picture| {
        let address = maker.routes.absolute_of(&picture.src);
        Node::new("ImageObject").text("contentUrl", address).text("caption", picture.alt)
    });
    Node::new(kind)
        .id(donor_id(&maker.routes.absolute(said.target)))
        .text("name", donor.name.value.as_str())
        .perhaps("url", donor.url.as_deref())
        .node("logo", logo)
}

/// The gift, of which nothing is said but who gave and to whom.
fn grant<'n>(maker: &Maker<'n>, said: &Said<'n>) -> Node<'n> {
    Node::new("MonetaryGrant")
        .text("name", maker.config().programme.name.value.as_str())
        .reference("funder", donor_id(&maker.routes.absolute(said.target)))
        .node("fundedItem", Some(organisation(maker)))
}

/// The tables of the impact page.
fn figures<'n>(maker: &Maker<'n>, said: &Said<'n>) -> Node<'n> {
    let files = data::FIGURES.iter().flat_map(|name| [(name, "csv", "text/csv"), (name, "json", "application/json")]);
    let files = files.map(|(name, ending, kind)| {
        let address = maker.routes.absolute_of(&data::link(maker, name, ending));
        Node::new("DataDownload")
            .text("name", format!("{name}.{ending}"))
            .text("contentUrl", address)
            .text("encodingFormat", kind)
    });
    Node::new("Dataset")
        .id(format!("{}#data", maker.routes.absolute(said.target)))
        .text("name", said.heading)
        .text("description", said.description)
        .text("url", maker.routes.absolute(said.target))
        .node("creator", Some(organisation(maker)))
        .nodes("distribution", files.collect())
}
