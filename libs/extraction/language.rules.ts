/** Words that are common in one language and rare in the others. Own lists: function words only. */
const FUNCTION_WORDS: Record<string, string> = {
  en: 'the of and to in that is was for it with as his on be at by had not are but from or have an they which you were her all she there would their we him been has when who will more no if out so said what up its about into than them can only other new some could time these two may then do first any my now such like our over man me even most made after also did many before must through years where much your way well down should because each just those people how too little good very make world still own see men work long get here between both life being under never day same another know while last might us great old year off come since against go came right used take three says',
  fr: 'le la les des du et est une que qui dans pour pas sur avec son sont ce il elle ne au aux par mais nous vous leur été cette ses ont plus fait être comme tout deux aussi après selon avait entre sans même était où',
  de: 'der die das und ist nicht ein eine zu den mit sich des auf für von dem im auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei',
  es: 'el la los las de que y en un una por con no para es se del al lo como más pero sus le ya este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante fue han según años está ha ser',
  pt: 'o os as de que e em um uma para com não por mais dos das como mas ao ele foi se na no nas nos à também é seu sua pelo pela até isso ela entre depois sem mesmo aos são ser está você foram segundo anos já',
  it: 'il lo gli di che e è un una per con non del della dei delle sono da al nel alla più anche come ma si ha dal nella questo essere stato suo sua dopo anni tra fatto quando secondo hanno perché',
  nl: 'de het een en van is dat niet op te voor met zijn die er aan ook als bij naar maar om dan nog wordt door hij heeft zij uit wel geen worden deze meer over hebben was tot',
  pl: 'w i z na do że się nie jest to o jak po ale od za przez dla są tym tak był być już tego czy oraz co jego które który roku',
  sv: 'och att det som en på är av för med den till inte har ett om men de var jag kan så från vid när han under vi efter också eller än',
  da: 'og at det en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu over da fra du ud sin dem os op man hans',
  cs: 'a se v je na že s z do o to i ve za by pro jsou ale po jako který bylo jeho nebo podle které jsem',
  ro: 'și de în la a cu nu că pe este un o din care pentru mai sunt au fost ca prin lui dar sau după să',
  hu: 'a az és hogy nem is egy van volt meg ez csak már még ha vagy de mint el azt szerint lesz',
  fi: 'ja on ei se että oli mutta kun hän ovat joka myös niin kuin tai sen mukaan jos ole',
  tr: 've bir bu da de için ile çok olarak daha ne gibi olan o en kadar sonra var ama ise değil',
  id: 'yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada oleh kata',
  vi: 'và của là có không được người trong cho một các với này đã để những khi',
};

const SCRIPTS: [RegExp, string][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Devanagari}/gu, 'hi'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Tamil}/gu, 'ta'],
  [/\p{Script=Georgian}/gu, 'ka'],
  [/\p{Script=Armenian}/gu, 'hy'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
];

const LISTS = new Map<string, string[]>();
for (const [language, words] of Object.entries(FUNCTION_WORDS))
  for (const word of new Set(words.split(' '))) LISTS.set(word, [...(LISTS.get(word) ?? []), language]);

const SAMPLE = 6000;

/** ISO 639-1 code of the language of a text, or `und` where it cannot be told. Reads the first 6,000 units. */
export function languageOf(text: string): string {
  const sample = text.slice(0, SAMPLE);
  if (isPlainLatin(sample)) return latin(sample);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 3) return 'und';
  for (const [script, language] of SCRIPTS) {
    const share = (sample.match(script)?.length ?? 0) / letters;
    if (share > (language === 'ja' ? 0.15 : 0.5)) return withinScript(language, sample);
  }
  return latin(sample);
}

/** Too few letters beyond a to z for any other script: nearly every text that comes, told without looking for each script. */
function isPlainLatin(sample: string): boolean {
  let plain = 0;
  let other = 0;
  for (let i = 0; i < sample.length; i++) {
    const code = sample.charCodeAt(i);
    if (code > 0x7f) other++;
    else if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) plain++;
  }
  return plain >= 3 && other <= 0.1 * plain;
}

function withinScript(language: string, sample: string): string {
  if (language === 'ar') {
    if (/[ٹڈڑےں]/u.test(sample)) return 'ur';
    return (sample.match(/[پچژگ]/gu)?.length ?? 0) > 3 ? 'fa' : 'ar';
  }
  if (language === 'ru') {
    if (/[іїєґ]/iu.test(sample)) return /[ў]/iu.test(sample) ? 'be' : 'uk';
    if (/[ђћџљњј]/iu.test(sample)) return 'sr';
    return /[ыэё]/iu.test(sample) ? 'ru' : /(?:^|\s)(?:че|се|са|ще|от|във|със)\s/iu.test(sample) ? 'bg' : 'ru';
  }
  return language;
}

function latin(sample: string): string {
  const words = sample.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  const points = new Map<string, number>();
  for (const word of words) {
    const languages = LISTS.get(word) ?? [];
    for (const language of languages) points.set(language, (points.get(language) ?? 0) + 1 / languages.length);
  }
  const ranked = [...points].sort((x, y) => y[1] - x[1]);
  const [best, second] = ranked;
  if (best === undefined) return 'und';
  const enough = best[1] / words.length >= 0.12 && best[1] >= 1 && best[1] >= 1.4 * (second?.[1] ?? 0);
  return enough ? best[0] : 'und';
}

/** So few words may hold no function word at all; of more, English has this share at the least. */
const FEW_WORDS = 12;
const LEAST_ENGLISH = 0.2;

/** Whether the English rules may be used: English, or too short to tell and in plain Latin letters. */
export function readsAsEnglish(language: string, text: string): boolean {
  if (language === 'en') return true;
  if (language !== 'und' || text.length >= 400 || !/[A-Za-z]{3}/.test(text) || /[^\p{ASCII}‘’“”–—…]/u.test(text))
    return false;
  const words = text.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  const english = words.filter((word) => LISTS.get(word)?.includes('en') === true).length;
  return words.length <= FEW_WORDS || english >= LEAST_ENGLISH * words.length;
}
