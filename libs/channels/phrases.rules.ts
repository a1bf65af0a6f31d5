import type { NoticeKind } from './kinds.rules.js';

export const languages = ['en', 'de', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];

/** What waits at a desk, for its daily figures. */
export interface Waiting {
  proposed: number;
  queued: number;
  inReview: number;
  disputed: number;
  inSignoff: number;
  approved: number;
  overdue: number;
}

type Figure = keyof Waiting;
type Forms = readonly [one: string, many: string];

interface Phrases {
  /** With `#` for the number. */
  news: Record<Exclude<NoticeKind, 'test' | 'digest'>, Forms>;
  more: string;
  test: string;
  digest: string;
  nothing: string;
  figures: Record<Figure, string>;
}

const en: Phrases = {
  news: {
    proposed: ['A claim waits for triage', '# claims wait for triage'],
    queued: ['A claim waits for a reviewer', '# claims wait for a reviewer'],
    'given-back': ['A claim was given back', '# claims were given back'],
    disputed: [
      'Reviews differ on a claim: somebody has to decide',
      'Reviews differ on # claims: somebody has to decide',
    ],
    'sign-off-wanted': ['A verdict waits for votes', '# verdicts wait for votes'],
    approved: ['A verdict can be published', '# verdicts can be published'],
    'due-soon': ['A claim is due soon', '# claims are due soon'],
    overdue: ['A claim is overdue', '# claims are overdue'],
    escalated: ['A claim is still overdue', '# claims are still overdue'],
    published: ['A fact-check was published', '# fact-checks were published'],
    corrected: ['A fact-check was corrected', '# fact-checks were corrected'],
    retracted: ['A fact-check was retracted', '# fact-checks were retracted'],
    'source-changed': ['A source under a claim changed', 'Sources under # claims changed'],
    'publish-blocked': ['A publication did not go out at its hour', '# publications did not go out at their hour'],
  },
  more: 'and # more',
  test: 'This is a test: messages of this desk arrive here.',
  digest: 'What waits today',
  nothing: 'Nothing waits.',
  figures: {
    proposed: 'for triage',
    queued: 'for a reviewer',
    inReview: 'in review',
    disputed: 'for a decision',
    inSignoff: 'for votes',
    approved: 'to be published',
    overdue: 'overdue',
  },
};

const de: Phrases = {
  news: {
    proposed: ['Eine Behauptung wartet auf die Sichtung', '# Behauptungen warten auf die Sichtung'],
    queued: ['Eine Behauptung wartet auf eine Prüfung', '# Behauptungen warten auf eine Prüfung'],
    'given-back': ['Eine Behauptung wurde zurückgegeben', '# Behauptungen wurden zurückgegeben'],
    disputed: [
      'Bei einer Behauptung weichen die Prüfungen voneinander ab: jemand muss entscheiden',
      'Bei # Behauptungen weichen die Prüfungen voneinander ab: jemand muss entscheiden',
    ],
    'sign-off-wanted': ['Ein Urteil wartet auf Stimmen', '# Urteile warten auf Stimmen'],
    approved: ['Ein Urteil kann veröffentlicht werden', '# Urteile können veröffentlicht werden'],
    'due-soon': ['Eine Behauptung ist bald fällig', '# Behauptungen sind bald fällig'],
    overdue: ['Eine Behauptung ist überfällig', '# Behauptungen sind überfällig'],
    escalated: ['Eine Behauptung ist noch immer überfällig', '# Behauptungen sind noch immer überfällig'],
    published: ['Ein Faktencheck wurde veröffentlicht', '# Faktenchecks wurden veröffentlicht'],
    corrected: ['Ein Faktencheck wurde berichtigt', '# Faktenchecks wurden berichtigt'],
    retracted: ['Ein Faktencheck wurde zurückgezogen', '# Faktenchecks wurden zurückgezogen'],
    'source-changed': [
      'Eine Quelle unter einer Behauptung hat sich geändert',
      'Quellen unter # Behauptungen haben sich geändert',
    ],
    'publish-blocked': [
      'Eine Veröffentlichung ging nicht zu ihrer Stunde hinaus',
      '# Veröffentlichungen gingen nicht zu ihrer Stunde hinaus',
    ],
  },
  more: 'und # weitere',
  test: 'Dies ist ein Test: Nachrichten dieses Ressorts kommen hier an.',
  digest: 'Was heute wartet',
  nothing: 'Nichts wartet.',
  figures: {
    proposed: 'auf die Sichtung',
    queued: 'auf eine Prüfung',
    inReview: 'in Prüfung',
    disputed: 'auf eine Entscheidung',
    inSignoff: 'auf Stimmen',
    approved: 'auf die Veröffentlichung',
    overdue: 'überfällig',
  },
};

const es: Phrases = {
  news: {
    proposed: ['Una afirmación espera el triaje', '# afirmaciones esperan el triaje'],
    queued: ['Una afirmación espera revisión', '# afirmaciones esperan revisión'],
    'given-back': ['Se devolvió una afirmación', 'Se devolvieron # afirmaciones'],
    disputed: [
      'Las revisiones de una afirmación difieren: alguien tiene que decidir',
      'Las revisiones de # afirmaciones difieren: alguien tiene que decidir',
    ],
    'sign-off-wanted': ['Un veredicto espera votos', '# veredictos esperan votos'],
    approved: ['Un veredicto puede publicarse', '# veredictos pueden publicarse'],
    'due-soon': ['Una afirmación vence pronto', '# afirmaciones vencen pronto'],
    overdue: ['Una afirmación está atrasada', '# afirmaciones están atrasadas'],
    escalated: ['Una afirmación sigue atrasada', '# afirmaciones siguen atrasadas'],
    published: ['Se publicó una verificación', 'Se publicaron # verificaciones'],
    corrected: ['Se corrigió una verificación', 'Se corrigieron # verificaciones'],
    retracted: ['Se retiró una verificación', 'Se retiraron # verificaciones'],
    'source-changed': ['Cambió una fuente de una afirmación', 'Cambiaron fuentes de # afirmaciones'],
    'publish-blocked': ['Una publicación no salió a su hora', '# publicaciones no salieron a su hora'],
  },
  more: 'y # más',
  test: 'Esto es una prueba: los mensajes de esta sección llegan aquí.',
  digest: 'Lo que espera hoy',
  nothing: 'Nada espera.',
  figures: {
    proposed: 'el triaje',
    queued: 'revisión',
    inReview: 'en revisión',
    disputed: 'una decisión',
    inSignoff: 'votos',
    approved: 'publicación',
    overdue: 'atrasadas',
  },
};

const fr: Phrases = {
  news: {
    proposed: ['Une affirmation attend le tri', '# affirmations attendent le tri'],
    queued: ['Une affirmation attend une relecture', '# affirmations attendent une relecture'],
    'given-back': ['Une affirmation a été rendue', '# affirmations ont été rendues'],
    disputed: [
      'Les avis divergent sur une affirmation : quelqu’un doit trancher',
      'Les avis divergent sur # affirmations : quelqu’un doit trancher',
    ],
    'sign-off-wanted': ['Un verdict attend des votes', '# verdicts attendent des votes'],
    approved: ['Un verdict peut être publié', '# verdicts peuvent être publiés'],
    'due-soon': ['Une affirmation arrive à échéance', '# affirmations arrivent à échéance'],
    overdue: ['Une affirmation est en retard', '# affirmations sont en retard'],
    escalated: ['Une affirmation est toujours en retard', '# affirmations sont toujours en retard'],
    published: ['Une vérification a été publiée', '# vérifications ont été publiées'],
    corrected: ['Une vérification a été corrigée', '# vérifications ont été corrigées'],
    retracted: ['Une vérification a été retirée', '# vérifications ont été retirées'],
    'source-changed': ['Une source d’une affirmation a changé', 'Des sources de # affirmations ont changé'],
    'publish-blocked': ['Une publication n’est pas partie à l’heure', '# publications ne sont pas parties à l’heure'],
  },
  more: 'et # autres',
  test: 'Ceci est un test : les messages de ce service arrivent ici.',
  digest: 'Ce qui attend aujourd’hui',
  nothing: 'Rien n’attend.',
  figures: {
    proposed: 'le tri',
    queued: 'une relecture',
    inReview: 'en relecture',
    disputed: 'une décision',
    inSignoff: 'des votes',
    approved: 'la publication',
    overdue: 'en retard',
  },
};

const all: Record<Language, Phrases> = { en, de, es, fr };

export function phrasesOf(language: Language): Phrases {
  return all[language];
}

/** The form for this many, with the number in it. */
export function counted([one, many]: Forms, count: number): string {
  return count === 1 ? one : many.replace('#', String(count));
}
