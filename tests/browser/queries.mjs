// What people may ask for on this site, and the page that should come first.

const intern = (id) => `/interns/${id}/`;

export const QUERIES = [
  // Names, whole, in part, without accents, mistyped.
  ["Ifeoma Larkwell", intern("i-7f3k")],
  ["larkwell", intern("i-7f3k")],
  ["ines caldermoor", intern("i-k3vp")],
  ["Inês", intern("i-k3vp")],
  ["Zeynep Quilford", intern("i-r3zq")],
  ["Merowdale", intern("i-9xhn")],
  ["Hamza Tilbrook", intern("i-p4fa")],
  ["kwabena", intern("i-e8ku")],
  // Titles.
  ["other people's commas", intern("i-7f3k")],
  ["forty-one spellings", intern("i-9xhn")],
  ["purchase order", intern("i-p4fa")],
  ["the photograph we did not use", intern("i-w8ye")],
  ["footnotes macchiato", intern("i-t2gc")],
  ["short sentences vientiane", intern("i-c4tw")],
  // Places, as people call them.
  ["Nairobi", "/offices/nairobi/"],
  ["Geneva", "/offices/geneva/"],
  ["switzerland", "/offices/geneva/"],
  ["vientiane laos office", "/offices/vientiane/"],
  ["sarajevo", "/offices/sarajevo/"],
  ["Kosovo", "/offices/pristina/"],
  ["Mozambique", "/offices/maputo/"],
  // Words of stories.
  ["jubilee line", intern("i-5qjs")],
  ["acompanhamento", intern("i-k3vp")],
  ["patient printer", intern("i-t2gc")],
  ["nonante", intern("i-e8ku")],
  ["fuel queue", intern("i-e8ku")],
  ["signature car park", intern("i-n7ld")],
  ["bangla", intern("i-b6rz")],
  ["abstracts review evidence", intern("i-r3zq")],
  ["landlord permit", intern("i-2m9d")],
  ["fern is mine", "/interns/i-7f3k/two-summers-later/"],
  // Courses, donors, goals, pages.
  ["translation and interpreting", intern("i-k3vp")],
  ["quintin hogg", "/donors/quintin-hogg-trust/"],
  ["turing scheme", "/donors/turing-scheme/"],
  ["reduced inequalities", "/sdgs/10/"],
  ["goal 16", "/sdgs/16/"],
  ["2023", "/cohorts/2023/"],
  ["accessibility", "/accessibility/"],
  ["privacy", "/privacy/"],
  ["how to take part", "/take-part/"],
];
