import type { Rating } from './rating-scale.rules.js';

export const DEFAULT_SCALE_NAME = 'Truth scale';

/** What a new newsroom starts with. `unproven` stands in the middle: neither end of the scale is claimed. */
export const defaultRatings: readonly Rating[] = [
  {
    key: 'false',
    value: 1,
    names: { en: 'False', de: 'Falsch', es: 'Falso', fr: 'Faux', pt: 'Falso' },
    description: 'The evidence contradicts the claim.',
  },
  {
    key: 'mostly-false',
    value: 2,
    names: {
      en: 'Mostly false',
      de: 'Größtenteils falsch',
      es: 'Mayormente falso',
      fr: 'Plutôt faux',
      pt: 'Majoritariamente falso',
    },
    description: 'A small part holds; what matters does not.',
  },
  {
    key: 'half-true',
    value: 3,
    names: { en: 'Half true', de: 'Teils wahr', es: 'Verdad a medias', fr: 'En partie vrai', pt: 'Meia verdade' },
    description: 'Some of it holds, and something important is wrong or left out.',
  },
  {
    key: 'unproven',
    value: 3,
    names: { en: 'Unproven', de: 'Unbelegt', es: 'Sin pruebas', fr: 'Non prouvé', pt: 'Sem comprovação' },
    description: 'The evidence at hand neither supports nor refutes the claim.',
  },
  {
    key: 'mostly-true',
    value: 4,
    names: {
      en: 'Mostly true',
      de: 'Größtenteils wahr',
      es: 'Mayormente verdadero',
      fr: 'Plutôt vrai',
      pt: 'Majoritariamente verdadeiro',
    },
    description: 'It holds, and needs a clarification or more context.',
  },
  {
    key: 'true',
    value: 5,
    names: { en: 'True', de: 'Wahr', es: 'Verdadero', fr: 'Vrai', pt: 'Verdadeiro' },
    description: 'The evidence supports the claim, and nothing important is missing.',
  },
];
