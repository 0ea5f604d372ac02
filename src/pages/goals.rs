//! The Sustainable Development Goals: the seventeen tiles, and each goal that
//! the programme or a story serves.

use super::facets::{Gathered, describe, gather, titled};
use super::maker::About;
use super::wording::{self, Notices};
use super::{Maker, prose};
use crate::consent::published::{OfficeIx, ProseIx};
use crate::reference::goals::{GOALS, Goal};
use crate::route::{Facet, FacetKind, Target};
use crate::theme::Words;
use crate::view::lists::{GoalCard, GoalView, GoalsView};

/// "Goal 10: Reduced inequalities".
pub(super) fn title(maker: &Maker<'_>, number: u8) -> String {
    maker.recurring.goal(number).map(|link| link.view().title.clone()).unwrap_or_default()
}

/// The same for whoever has no maker yet.
pub(super) fn title_in(words: &Words, goal: &Goal) -> String {
    let (number, name) = (goal.number.to_string(), goal.title_in(words.language()));
    words.fill("say_goal_title", &[("number", &number), ("title", name)])
}

pub(super) fn index(maker: &Maker<'_>) -> GoalsView {
    let mut notices = Notices { goals: true, ..Notices::default() };
    let cards = maker.published.goals.iter().map(|goal| GoalCard {
        goal: maker.tile(goal.number),
        contribution: goal.contribution.as_ref().map(|text| wording::told(text, &mut notices)),
        counted: maker.counted(goal.interns.len()),
    });
    let cards = cards.collect();
    let target = Target::Index(FacetKind::Goals);
    let heading = maker.words().get("say_goals_heading").to_owned();
    let description = Some(describe(maker, &heading));
    let about = About { target: &target, kind: "goals", heading, description, trail: Vec::new(), notices };
    let tiles = GOALS.iter().map(|goal| maker.tile(goal.number)).collect();
    GoalsView { site: maker.site.clone(), page: maker.page(about), goals: cards, tiles }
}

pub(super) fn one(maker: &Maker<'_>, number: u8, part: usize) -> Option<GoalView> {
    let mut notices = Notices { goals: true, ..Notices::default() };
    let goal = maker.published.goals.iter().find(|goal| goal.number == number)?;
    let facet = Facet::Goal(number);
    let Gathered { counted, rows, pagination } = gather(maker, facet, part, &mut notices);
    let (heading, trail) = titled(maker, facet, part, title(maker, number));
    let contribution = goal.contribution.as_ref().map(|text| wording::told(text, &mut notices));
    let (description, outline) = prose::body(maker, ProseIx::Goal(number), &mut notices);
    let offices = maker.published.offices.iter().enumerate();
    let offices = offices.filter(|(_, office)| office.sdgs.iter().any(|mapping| mapping.goal == number));
    let offices = offices.filter_map(|(index, _)| maker.recurring.place(OfficeIx(index), &mut notices));
    let offices = offices.map(|office| office.link.clone()).collect();
    let target = Target::Facet(facet, part);
    let described = if part == 1 { contribution.clone() } else { None }.unwrap_or_else(|| describe(maker, &heading));
    let about = About { target: &target, kind: "goal", heading, description: Some(described), trail, notices };
    Some(GoalView {
        site: maker.site.clone(),
        page: maker.page(about),
        goal: maker.tile(number),
        contribution,
        targets: goal.targets.iter().map(ToString::to_string).collect(),
        description,
        outline,
        offices,
        counted,
        rows,
        pagination,
    })
}
