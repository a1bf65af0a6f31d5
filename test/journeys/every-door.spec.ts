import { roles, permissionsOfRoles, type Permission, type Role } from '#newsroom';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { sample } from '../support/sample.js';
import { TestApp } from '../support/test-app.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

interface Operation {
  method: string;
  path: string;
  permission: Permission | 'public' | 'anyone';
  body?: unknown;
  upload: boolean;
}

type Json = Record<string, unknown>;
type Staff = Role | 'machine';

const SOMEBODY = '0191d7b0-0000-7000-8000-0000000000aa';

/** Every operation of the OpenAPI document, with a body that fits its schema. */
function operations(document: Json): Operation[] {
  const { schemas } = document['components'] as { schemas: Record<string, Json> };
  return Object.entries(document['paths'] as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const content = ((operation['requestBody'] ?? {}) as Json)['content'] as Record<string, Json> | undefined;
      return {
        method: method.toUpperCase(),
        path,
        permission: operation['x-permission'] as Operation['permission'],
        body: sample(content?.['application/json']?.['schema'] as Json, schemas),
        upload: content?.['multipart/form-data'] !== undefined,
      };
    }),
  );
}

describe('every door of the service', () => {
  let db: TestDatabase;
  let ground: Ground;
  let app: TestApp;
  let room: TestNewsroom<Staff>;
  let doors: Operation[];

  beforeAll(async () => {
    db = await aDatabase();
    ground = await openGround(db);
    const people = { ...Object.fromEntries(roles.map((role) => [role, role])), machine: { machine: ['claim.create'] } };
    room = await aNewsroom(ground, people as Record<Role, Role> & { machine: { machine: Permission[] } });
    app = await TestApp.start(db, { workers: 0 });
    doors = operations((await app.as().get<Json>('/openapi.json')).must(200).body);
  });
  afterAll(async () => {
    await app?.stop();
    await ground.close();
    await db.drop();
  });

  const filled = (path: string): string =>
    path
      .replace(/\{action\}/g, 'accept')
      .replace(/\{n\}/g, '1')
      .replace(/\{\w+\}/g, SOMEBODY);
  const knock = (door: Operation, token?: string) =>
    app
      .as(token)
      .send<Json>(door.method, filled(door.path), door.upload ? new FormData() : door.body, { ifMatch: '"1"' });

  it('is shut without a token, and to a token that is not ours', async () => {
    const guarded = doors.filter(({ permission }) => permission !== 'public');
    expect(guarded.length).toBeGreaterThan(20);
    for (const door of guarded) {
      for (const [token, code] of [
        [undefined, 'auth.required'],
        ['cor_nobody', 'auth.invalid-token'],
      ] as const) {
        const reply = await knock(door, token);
        expect([door.method, door.path, reply.status, reply.body['code']]).toEqual([door.method, door.path, 401, code]);
      }
    }
  });

  it('opens to each role and machine as the vocabulary of permissions says, and names what is missing', async () => {
    for (const staff of [...roles, 'machine'] as const) {
      const held: ReadonlySet<string> = staff === 'machine' ? new Set(['claim.create']) : permissionsOfRoles([staff]);
      for (const door of doors.filter(({ permission }) => permission !== 'public' && permission !== 'anyone')) {
        const reply = await knock(door, room.of[staff].token);
        const refused = reply.status === 403 && reply.body['permission'] === door.permission;
        expect([staff, door.method, door.path, refused]).toEqual([
          staff,
          door.method,
          door.path,
          !held.has(door.permission),
        ]);
        expect(reply.status).toBeLessThan(500);
      }
    }
  });

  it('answers for the ids of another newsroom as for ids that do not exist', async () => {
    const named = doors.filter(
      ({ path, permission }) => /\{id\}/.test(path) && permission !== 'public' && permission !== 'anyone',
    );
    expect(named.length).toBeGreaterThan(10);
    for (const door of named) {
      const reply = await knock(door, room.of.admin.token);
      if (reply.status === 400 || reply.status === 415) continue; // no body fits by its types alone: told apart below
      expect([door.method, door.path, reply.status]).toEqual([door.method, door.path, 404]);
    }
  });
});
