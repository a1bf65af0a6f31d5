/** What a reader of the OpenAPI document needs to know before the first call. */
export const openapiIntroduction = `Collaborative fact-checking: articles come in, claims are extracted, reviewed, signed off and published; cited sources are checked again.

**Send actions, not states.** A claim moves only by \`POST /v1/claims/{id}/actions/{action}\`; \`availableActions\` on a claim says what you may do now, and why not.

**Versions.** A single resource carries \`ETag: "<version>.<digest>"\`. A change needs \`If-Match\` with the version that you saw (\`"7"\` is enough): 428 without, 412 when somebody was faster.

**Errors** are \`application/problem+json\` (RFC 9457) with a stable \`code\`; a wrong field has a JSON Pointer.

**Lists** give \`{data, page: {next, limit}}\`; pass \`page.next\` back as \`cursor\`.

**Retries.** Any POST takes an \`Idempotency-Key\`: the same key and body again gives the first answer again.

**Webhooks** follow the Standard Webhooks specification; no order is promised, sort by \`sequence\`.`;

export const tagTexts: Record<string, string> = {
  Articles: 'Documents taken in; claims are extracted from them',
  Claims: 'Checkable statements and the actions that move them',
  Matches: 'What was claimed or checked before, here and elsewhere',
  'Claim reviews': 'Fact-checks of others, imported to be found and compared',
  Assignments: 'Plans of who gets which claims, what people have in hand, and when they are away',
  Queue: 'Claims that wait for a reviewer, and the lease on one',
  Reviews: 'Drafts, verdicts, votes',
  Evidence: 'What supports, refutes or gives context',
  Scoring: 'What scores claims, and what the newsroom’s own decisions teach it',
  Sources: 'Cited addresses, their captures, and what changed',
  Comments: 'What the newsroom says about a claim, a passage or a piece of evidence',
  Inbox: 'What each person is told, how they want it, and who watches which claim',
  'Fact-checks': 'The published record: numbered, immutable versions',
  Rechecks: 'Work that a changed source causes',
  Audit: 'Whether the log is what it was: the chain followed, and an export to follow it elsewhere',
  Figures: 'How claims move, what people and desks carry, how far reviewers agree: JSON, or CSV by `format` or Accept',
  Webhooks: 'Where events are sent, and how each delivery went',
  Events: 'The newsroom’s log',
  Newsroom: 'The newsroom itself, and who you are in it',
  People: 'Who works here, with which roles, on which desks',
  Desks: 'Teams inside the newsroom: members, weight, capacity, what they work on',
  Machines: 'Programs that may propose and never decide',
  Tokens: 'What people and machines show at the door',
  Policy: 'How many reviews and sign-offs, and what evidence, a verdict needs',
  'Rating scales': 'The newsroom’s own ordered ratings',
  Public: 'What readers see; needs no token',
  Operations: 'Health, metrics, documentation',
};
