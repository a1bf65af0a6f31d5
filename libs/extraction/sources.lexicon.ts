/** Own lists of English for telling sources apart. Singular and plural alike, lower case. */
const set = (words: string): Set<string> => new Set(words.split(/\s+/));

export const ROLES = set(
  `minister president ambassador senator sen congressman congresswoman lawmaker lawmakers legislator spokesman spokeswoman spokesperson director chief
  leader leaders chairman chairwoman chair governor gov secretary professor analyst analysts expert experts economist economists lawyer lawyers attorney
  judge judges justice general colonel captain major officer officers official officials mayor candidate candidates nominee representative representatives
  rep editor reporter correspondent adviser advisers advisor advisors aide aides strategist manager moderator host executive ceo founder co-founder author
  writer columnist historian scientist scientists researcher researchers doctor doctors dr physician nurse pastor bishop pope priest king queen prince
  commander sheriff prosecutor commissioner delegate delegates superdelegate voter voters student students resident residents activist activists
  businessman businesswoman mogul billionaire tycoon entrepreneur investor banker owner teacher veteran player coach actor actress singer director
  chancellor premier vice-president treasurer deputy envoy diplomat diplomats negotiator pollster operative member members critics supporters opponents
  democrat democrats republican republicans libertarian conservatives liberals police authorities investigators militants rebels witnesses neighbors
  front-runner frontrunner hopeful newsman anchor anchorman commentator pundit pundits scholar fellow counsel administrator superintendent principal`,
);

export const TITLES = set(
  `mr mrs ms miss dr prof sen sens rep reps gov gen lt col maj capt sgt adm rev sir lady lord dame judge justice president senator governor congressman
  congresswoman secretary minister mayor chancellor king queen prince princess pope ambassador professor general colonel captain pastor sheriff chairman
  chairwoman director speaker former ex vice deputy chief king prime first attorney spokesman spokeswoman spokesperson`,
);

export const OUTLETS = set(
  `times post journal news press tribune herald guardian reuters bbc cnn nbc abc cbs msnbc fox ap afp tass ria interfax bloomberg politico breitbart
  huffpost buzzfeed axios newsweek economist telegraph independent observer gazette examiner chronicle globe sun star mirror mail standard spectator
  atlantic yorker magazine newspaper newspapers website site agency radio station channel network outlet outlets publication publications broadcaster
  blog weekly daily media reporters journalists aljazeera npr pbs hill vox slate salon diplomat`,
);

export const ORGANISATIONS = set(
  `ministry department campaign committee commission agency bureau office administration government council court party university institute institution
  center centre foundation association federation union league company corporation corp inc ltd group groups organisation organization police army military
  force forces board bank fund service services authority embassy parliament congress senate house cabinet coalition alliance network pac team
  camp staff white pentagon kremlin fbi cia nsa epa irs un nato eu who nasa fda cdc doj taliban isis hamas hezbollah society project ngo charity church
  school college hospital firm convention workers division states industry poll polls survey study data statistics report figures`,
);

export const ANONYMOUS =
  /\b(?:(?:an?other|an?|one|two|three|several|multiple|some|unnamed|anonymous|unidentified|informed|well-placed|senior)\s+(?:\w+\s+){0,3}(?:sources?|insiders?)|sources|insiders|people (?:familiar|close|briefed|with knowledge)|(?:person|official|officials|aide) (?:familiar|who (?:asked|requested|spoke on condition|declined to be (?:named|identified)))|on (?:the )?condition of anonymity|speaking anonymously)\b/i;

export const NO_SOURCE =
  /^(?:(?:some|most|many|various|unofficial|official|recent|current|the)\s+)*(?:estimates?|reports?|rumou?rs?|accounts|speculation)$/i;

export const FEMALE = set(
  `mrs ms miss lady queen princess dame spokeswoman congresswoman chairwoman mother wife daughter sister woman actress hillary mary anna elizabeth sarah susan
  margaret barbara linda jennifer patricia maria nancy karen lisa betty helen sandra donna carol ruth sharon michelle laura angela melissa deborah
  stephanie rebecca kathleen amy ivanka melania angelina carly elena olga natalia tatiana irina fatima aisha emily emma olivia sophia isabella mia
  charlotte amelia julia jane anne ann alice rachel megan kate katherine catherine christine diana heather nicole kelly kellyanne aparna carmen
  condoleezza madeleine theresa nikki kamala huma chelsea ivana megyn hallie kristen dana dianne loretta janet sonia elena ruth`,
);

let countryNames: Set<string> | undefined;

/** Names of countries and territories as the runtime's CLDR data has them, with a few short forms. */
export function countries(): Set<string> {
  if (countryNames !== undefined) return countryNames;
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  countryNames = new Set([
    'US',
    'U.S.',
    'USA',
    'UK',
    'U.K.',
    'Britain',
    'America',
    'England',
    'Scotland',
    'Wales',
    'Europe',
    'Africa',
    'Asia',
    'Washington',
    'Moscow',
    'Beijing',
    'London',
    'Paris',
    'Brussels',
    'Turkey',
    'Russia',
    'Syria',
  ]);
  for (let a = 65; a <= 90; a++)
    for (let b = 65; b <= 90; b++) {
      const name = names.of(String.fromCharCode(a, b));
      if (name !== undefined) countryNames.add(name);
    }
  return countryNames;
}

const STATES =
  'Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming Manhattan Brooklyn Chicago Boston Philadelphia Detroit Miami Dallas Houston Atlanta Seattle Denver Baltimore Cleveland Iraq Crimea Donbas Mosul Aleppo';
export const PLACES = set(STATES);

export const TIME_WORDS = set(
  `monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb
  mar apr jun jul aug sept sep oct nov dec today yesterday tomorrow`,
);
