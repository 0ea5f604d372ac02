//! Lists that are cut into parts.

use crate::pages::Maker;
use crate::route::Target;
use crate::view::lists::{PageLink, Pagination};

/// How many parts a list of `count` has; at least one.
pub(super) fn parts(count: usize, per_page: usize) -> usize {
    if per_page == 0 { 1 } else { count.div_ceil(per_page).max(1) }
}

/// The items of a part, from 1.
pub(super) fn slice<T>(items: &[T], per_page: usize, part: usize) -> &[T] {
    if per_page == 0 {
        return items;
    }
    let start = per_page.saturating_mul(part.saturating_sub(1)).min(items.len());
    let end = start.saturating_add(per_page).min(items.len());
    items.get(start..end).unwrap_or_default()
}

/// Links to the parts: the first, the last, and two on each side of this one.
pub(super) fn pagination(
    maker: &Maker<'_>,
    part: usize,
    total: usize,
    target: impl Fn(usize) -> Target,
) -> Option<Pagination> {
    if total <= 1 {
        return None;
    }
    let href = |n: usize| maker.href(&target(n));
    let mut pages = Vec::new();
    let mut last = 0;
    for n in (1..=total).filter(|&n| n == 1 || n == total || n.abs_diff(part) <= 2) {
        if n > last + 1 {
            pages.push(PageLink { number: None, href: None, current: false });
        }
        pages.push(PageLink { number: Some(n), href: Some(href(n)), current: n == part });
        last = n;
    }
    Some(Pagination {
        current: part,
        total,
        previous: (part > 1).then(|| href(part - 1)),
        next: (part < total).then(|| href(part + 1)),
        pages,
    })
}

#[cfg(test)]
mod tests {
    use super::{parts, slice};

    #[test]
    fn parts_cover_everything_once() {
        assert_eq!([parts(0, 24), parts(24, 24), parts(25, 24), parts(9, 0)], [1, 1, 2, 1]);
        let items: Vec<u32> = (0..25).collect();
        let joined: Vec<u32> = (1..=3).flat_map(|part| slice(&items, 12, part).to_vec()).collect();
        assert_eq!(joined, items);
        assert!(slice(&items, 12, 9).is_empty());
    }
}
