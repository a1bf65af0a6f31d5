/**
 * Verbs and nouns that hold words to a source, by what follows them. An own list of English, base forms; nothing is taken from an annotated corpus.
 * `say`: a clause or a quotation, on either side. `mind`: a clause held, not said. `show`: a clause, the source often a paper or figure.
 * `to`: an infinitive. `of`: a noun phrase or an object with its predicate ("criticise X", "accuse X of Y", "call X Y").
 */
export type CueClass = 'say' | 'mind' | 'show' | 'to' | 'of';

export const VERBS: Record<CueClass, string> = {
  say:
    'say tell state add note claim declare announce argue insist assert maintain contend allege report write tweet explain stress emphasise emphasize ' +
    'underline underscore remark comment observe mention reply respond answer recall acknowledge admit concede confess confirm deny disclose reiterate ' +
    'repeat warn caution predict forecast suggest propose complain lament boast brag joke quip muse whisper shout yell exclaim proclaim profess ' +
    'pronounce recount relate testify vow swear pledge promise assure inform notify remind advise conclude opine counter retort rejoin protest object ' +
    'interject specify clarify continue ask inquire query wonder post blog blast-out text email cable read quote cite blurt murmur mutter scoff sneer ' +
    'signal hint imply intimate reason theorize theorise speculate surmise guess volunteer chime elaborate caption crow enthuse gush marvel fume rail ' +
    'plead beg urge demand order instruct request tout attest affirm aver posit postulate submit depose certify retweet editorialize narrate ' +
    'point indicate reveal broadcast publish put dispute deny',
  mind:
    'believe think know feel expect hope fear worry doubt suspect assume presume imagine consider understand realise realize recognise recognize ' +
    'remember forget decide determine find hear learn see view regard deem judge reckon figure anticipate envision foresee estimate calculate ' +
    'project agree disagree accept appreciate regret wish dream care bet sense perceive interpret conceive notice dispute question',
  show: 'show indicate reveal suggest find demonstrate prove document detail reflect illustrate estimate conclude project',
  to:
    'want hope plan intend aim seek vow promise pledge threaten offer agree refuse decline propose wish expect decide prefer resolve ' +
    'swear opt desire long hesitate volunteer like love hate require allow ask',
  of:
    'want show fear claim support oppose endorse reject criticise criticize praise blame accuse call describe label brand denounce condemn attack defend dismiss back ' +
    'applaud laud hail slam blast mock ridicule deride decry welcome advocate discuss address urge ask demand order instruct encourage ' +
    'press push cite quote name identify portray depict paint characterise characterize refer allude speak talk compare liken credit thank ' +
    'congratulate challenge question dispute contradict refute rebut deny disavow repudiate renounce embrace promote tout pitch propose ' +
    'recommend suggest seek express voice convey raise highlight emphasize stress outline detail offer issue release ' +
    'announce reveal disclose publish mention note explain recall acknowledge admit concede confirm predict promise pledge vow threaten fault ' +
    'assail lambaste chide scold berate bash rip hammer pan trash skewer lampoon lambast rebuke reprimand censure chastise excoriate ' +
    'vilify demonise demonize insult belittle trumpet champion plug celebrate commend salute admire respect fear hate love like enjoy prefer ' +
    'expect anticipate see view regard consider deem perceive recognise recognize remember forget ignore doubt mistrust distrust trust believe ' +
    'approve disapprove object protest rail complain argue debate negotiate agree disagree side balk bristle gripe lament bemoan mourn decry ' +
    'apologize apologise confess address discuss reiterate repeat second affirm reaffirm assure warn caution advise inform remind ' +
    'tease jab needle hail vote',
};

/** Verbs of `say` that introduce words even where nothing marks a clause ("..., Smith continued."). */
export const QUOTES_ONLY = new Set([
  'continue',
  'put',
  'read',
  'point',
  'post',
  'cite',
  'quote',
  'publish',
  'broadcast',
  'ask',
]);

/** Verbs by which a source turns against what was said. */
export const DENYING = new Set(
  'deny reject dismiss dispute refute rebut contradict repudiate disavow disagree counter contest doubt debunk'.split(
    ' ',
  ),
);

export const NOUNS = new Set(
  (
    'claim claims statement assertion assertions allegation allegations accusation accusations belief beliefs view views opinion opinions argument ' +
    'arguments contention warning warnings promise promises pledge pledges vow prediction predictions suggestion suggestions announcement report ' +
    'reports rumor rumors rumour rumours fear fears hope hopes concern concerns worry worries doubt doubts complaint complaints criticism demand ' +
    'demands call calls proposal proposals plan plans assurance assurances denial conclusion finding findings idea notion theory charge charges ' +
    'request requests desire wish intention threat threats remark remarks comment comments admission acknowledgment confidence assumption ' +
    'expectation expectations estimate estimates insistence speculation question questions willingness opposition support endorsement'
  ).split(' '),
);

export const ADJECTIVES = new Set(
  'confident sure certain convinced aware worried concerned afraid hopeful optimistic pessimistic skeptical sceptical adamant clear glad proud eager willing unwilling reluctant alleged angry unaware terrified nervous determined wary supportive critical dismissive unhappy frustrated upset disappointed surprised excited happy opposed committed unafraid fearful mindful'.split(
    ' ',
  ),
);

/** Words that say a statement has a source without naming one. */
export const UNSOURCED =
  /\b(?:reportedly|allegedly|purportedly|supposedly|it is (?:said|believed|thought|understood|reported|alleged|claimed|considered)|(?:is|are|was|were) (?:widely )?(?:said|believed|thought|reported|alleged|rumou?red|considered|understood|estimated|known) to\b|by (?:some|most|all) (?:estimates|accounts)|according to (?:some |various |unofficial |official |recent |current |most )?estimates)/i;

const IRREGULAR: Record<string, string> = {
  say: 'says said saying',
  tell: 'tells told telling',
  write: 'writes wrote written writing',
  swear: 'swears swore sworn swearing',
  think: 'thinks thought thinking',
  know: 'knows knew known knowing',
  feel: 'feels felt feeling',
  see: 'sees saw seen seeing',
  find: 'finds found finding',
  hear: 'hears heard hearing',
  show: 'shows showed shown showing',
  understand: 'understands understood understanding',
  forget: 'forgets forgot forgotten forgetting',
  foresee: 'foresees foresaw foreseen foreseeing',
  speak: 'speaks spoke spoken speaking',
  put: 'puts put putting',
  read: 'reads read reading',
  lay: 'lays laid laying',
  hit: 'hits hit hitting',
  bet: 'bets bet betting',
  mean: 'means meant meaning',
  choose: 'chooses chose chosen choosing',
  seek: 'seeks sought seeking',
  cast: 'casts cast casting',
  forecast: 'forecasts forecast forecasting',
  broadcast: 'broadcasts broadcast broadcasting',
  admit: 'admits admitted admitting',
  prefer: 'prefers preferred preferring',
  refer: 'refers referred referring',
  regret: 'regrets regretted regretting',
  rebut: 'rebuts rebutted rebutting',
  slam: 'slams slammed slamming',
  brag: 'brags bragged bragging',
  beg: 'begs begged begging',
  submit: 'submits submitted submitting',
  blog: 'blogs blogged blogging',
  plan: 'plans planned planning',
  quip: 'quips quipped quipping',
  plug: 'plugs plugged plugging',
  rip: 'rips ripped ripping',
  pan: 'pans panned panning',
  opt: 'opts opted opting',
};

function formsOf(base: string): string[] {
  const known = IRREGULAR[base];
  if (known !== undefined) return [base, ...known.split(' ')];
  if (/[^aeiou]y$/.test(base)) return [base, `${base.slice(0, -1)}ies`, `${base.slice(0, -1)}ied`, `${base}ing`];
  if (base.endsWith('e')) return [base, `${base}s`, `${base}d`, `${base.slice(0, -1)}ing`];
  if (/(?:s|x|z|ch|sh)$/.test(base)) return [base, `${base}es`, `${base}ed`, `${base}ing`];
  return [base, `${base}s`, `${base}ed`, `${base}ing`];
}

export interface CueVerb {
  lemma: string;
  classes: Set<CueClass>;
}

/** Every form of every cue verb. */
export const CUE_FORMS = new Map<string, CueVerb>();
for (const [cls, list] of Object.entries(VERBS) as [CueClass, string][])
  for (const lemma of list.split(' '))
    for (const form of formsOf(lemma)) {
      const known = CUE_FORMS.get(form);
      if (known === undefined) CUE_FORMS.set(form, { lemma, classes: new Set([cls]) });
      else if (known.lemma === lemma) known.classes.add(cls);
    }
