//! Placements in the totals.

use super::{CohortIx, OfficeIx};
use crate::content::intern::{Level, OutcomeKind};

/// A placement in the totals, without the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placement {
    /// Cohort.
    pub cohort: CohortIx,
    /// Office, unless it would point at somebody who is not shown.
    pub office: Option<OfficeIx>,
    /// Level, likewise.
    pub level: Option<Level>,
    /// Length in half months, likewise; unknown without an end.
    pub half_months: Option<u32>,
    /// What came after, where it is known and consent covers it.
    pub outcome: Option<OutcomeKind>,
}
