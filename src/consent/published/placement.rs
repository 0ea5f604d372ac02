//! Placements in the totals.

use super::{CohortIx, OfficeIx};
use crate::content::intern::{Level, OutcomeKind};

/// A placement in the totals, without the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placement {
    /// Cohort.
    pub cohort: CohortIx,
    /// Office.
    pub office: OfficeIx,
    /// Level.
    pub level: Level,
    /// Length in half months; unknown without an end.
    pub half_months: Option<u32>,
    /// What came after, where it is known and consent covers it.
    pub outcome: Option<OutcomeKind>,
}
