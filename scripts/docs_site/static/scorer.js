/* How much a hit of the search counts. What the documents say today comes before what was decided or changed. */
var Scorer = {
  score: ([page, title, anchor, descr, score, file, kind]) =>
    /^(docs\/decisions|CHANGELOG)/.test(page) ? score / 10 : score,
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
