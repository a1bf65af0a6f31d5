import {
  bounds,
  type Actor,
  type DeskRow,
  type MachineRow,
  type MemberRow,
  type NewsroomRow,
  type PersonRow,
  type PolicyWarning,
  type RatingScaleRow,
  type TokenRow,
  type WholePolicy,
} from '#newsroom';

export function newsroomView({ id, slug, name, createdAt, version }: NewsroomRow) {
  return { id, slug, name, createdAt, version };
}

export function meView(actor: Actor, { id, slug, name }: NewsroomRow) {
  return {
    kind: actor.kind,
    id: actor.id,
    name: actor.name,
    newsroom: { id, slug, name },
    roles: actor.roles,
    permissions: [...actor.permissions],
    desks: actor.desks,
    capacity: actor.kind === 'person' ? actor.capacity : null,
    token: { id: actor.tokenId, application: actor.application ?? null, scopes: actor.scopes },
  };
}

/** Addresses and ids elsewhere are for admins and for the person. */
export function personView(viewer: Actor, person: PersonRow) {
  const { id, name, email, externalIds, roles, capacity, desks, active, createdAt, version } = person;
  const whole = viewer.permissions.has('people.manage') || (viewer.kind === 'person' && viewer.id === id);
  return { id, name, ...(whole ? { email, externalIds } : {}), roles, capacity, desks, active, createdAt, version };
}

export function deskView({ id, key, name, active, languages, labels, createdAt, version }: DeskRow) {
  return { id, key, name, active, languages, labels, createdAt, version };
}

export function memberView({ personId, name, weight, capacity, languages, labels, since }: MemberRow) {
  return { person: { id: personId, name }, weight, capacity, languages, labels, since };
}

export function machineView({ id, name, active, createdAt, version }: MachineRow) {
  return { id, name, active, createdAt, version };
}

export function tokenView(token: TokenRow) {
  const { id, personId, machineId, name, application, scopes, expiresAt, revokedAt, lastUsedAt, createdAt } = token;
  return { id, personId, machineId, name, application, scopes, expiresAt, revokedAt, lastUsedAt, createdAt };
}

export function policyView({ body, version, createdAt }: WholePolicy, warnings: readonly PolicyWarning[]) {
  return { ...body, warnings, savedAt: createdAt, version };
}

export function scaleView(scale: RatingScaleRow) {
  const { id, name, ratings, isDefault, createdAt, version } = scale;
  return { id, name, ratings, ...bounds(scale), isDefault, createdAt, version };
}
