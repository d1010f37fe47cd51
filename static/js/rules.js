// The names of rules in whole words; docs/data.md lists them. A rule that is not here is shown by its name.

const PLACE = {
  person: "a person chose it",
  "own phrase": "the sentence says that it happened there",
  object: "it is what the act was done to",
  subject: "it is what it happened to",
  clause: "it stands in the same clause",
  sentence: "it stands in the same sentence",
  "office's seat": "the office that acted sits there",
  "local authority": "the town's own police or hospital speaks",
  actor: "those who acted are named for it, which is a weak sign",
  origin: "somebody or something came from there, which is a weak sign",
  "speaker's seat": "the one who speaks sits there, which is a weak sign",
  "earlier sentence": "an event of the same kind was told there just before",
  "told further on": "the next sentences tell an event of the same kind there",
  caption: "the caption of a picture says that it was taken there",
  headline: "the headline names it and the story is about it",
  dateline: "the report was filed from there and the story is about it",
  story: "the story is about it",
  file: "the imported file gives this point",
  gazetteer: "the imported row names it",
  "gazetteer, a guess": "the likeliest of several places that the imported row could mean",
};

const NARROWED = {
  "narrowed by what is told elsewhere": "made finer by another sentence",
  "named before": "a noun stands for a place that the text names elsewhere",
  "narrowed by the story": "made finer by what the story is about",
  "shown at its country": "reports from a capital often tell of elsewhere: the point is that of the country",
  "shown at the province of all likely places": "several places are likely, none of them enough: the point is their province's",
  "shown at the country of all likely places": "several places are likely, none of them enough: the point is their country's",
  "at the distance told": "the text tells how far from the named place it was, or between which two",
  "shown at the place around it": "the place itself is not in the gazetteer: the point is that of the place around it",
};

const DATE = {
  person: "a person gave it",
  "date of the word": "the date belongs to the word that tells of the event",
  "date in the clause": "the date stands in the same clause",
  "date in the sentence": "the date stands in the same sentence",
  "date of the same word elsewhere": "another sentence dates the same word",
  "date at the head of the section": "it is the day at the head of this part of the text",
  "publication date of a report": "it is the day of publication, since somebody says it in this report",
  "publication date of the present tense": "it is the day of publication, since the sentence tells it as going on",
  "date ahead of the headline or lead": "one of the next sentences tells the date",
  "date carried forward": "it is the likeliest of the dates told before",
  "date told further on": "a later sentence tells the date",
  "publication date": "it is the day of publication, as no other is as likely",
  "day before publication": "it is the day before publication, as no other is as likely",
};

const TYPE = {
  person: "a person chose it",
  lexicon: "the word means that here",
  "lexicon and model": "the word can mean several things, and the sentence speaks for this one",
  "lexicon, type of the act before": "the word tells what an act came to, and an act of this kind is told before it",
  "lexicon, type of another telling": "another sentence about the same happening says how it was done",
  "model over lexicon": "the sentence speaks for it, though the word alone mostly means something else",
  model: "the sentence speaks for it; the word alone tells no kind",
};
const GIVEN = "given, ";
const IMPORTED = "import:";

const tellStated = (rule) => (rule.startsWith(IMPORTED) ? "the imported file states it" : null);

/** Why a kind was chosen; of a word that a caller gave, what chose its kind. */
export function typeRule(rule) {
  const known = rule.startsWith(GIVEN) ? rule.slice(GIVEN.length) : rule;
  return tellStated(rule) ?? TYPE[known] ?? rule;
}

/** Why a place was chosen. */
export function placeRule(rule) {
  if (rule in PLACE) return PLACE[rule];
  const [base, ...more] = rule.split(", ");
  const tail = more.join(", ");
  return tail in NARROWED ? `${PLACE[base] ?? base}; ${NARROWED[tail]}` : rule;
}

/** Why a date was chosen. */
export function dateRule(rule) {
  return tellStated(rule) ?? DATE[rule] ?? rule;
}
