/*
 * The floor: a bare node:http server with pg on the same tables, the same indexes and the same rows. No token, no rights, no
 * row-level security, no log, no validation: what is left when everything that the product is for is taken away.
 * Started by run.mjs with DATABASE_URL, NEWSROOM and PORT.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';

const { DATABASE_URL, NEWSROOM, PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const ORDER = `(priority + (publication = 'live')::int) DESC, due_at, score DESC NULLS LAST, created_at, id`;

const query = async (name, text, values) => (await pool.query({ name, text, values })).rows;

const routes = {
  'GET /queue': () =>
    query('queue', `SELECT * FROM claim WHERE newsroom = $1 AND open_seats > 0 ORDER BY ${ORDER} LIMIT 50`, [NEWSROOM]),
  'GET /claim': async (id) => {
    const [claim] = await query('claim', 'SELECT * FROM claim WHERE newsroom = $1 AND id = $2', [NEWSROOM, id]);
    const appearances = await query('said', 'SELECT * FROM appearance WHERE newsroom = $1 AND claim_id = $2', [
      NEWSROOM,
      id,
    ]);
    return { ...claim, appearances };
  },
  'GET /evidence': async (id) => ({
    claim: (await query('claim', 'SELECT * FROM claim WHERE newsroom = $1 AND id = $2', [NEWSROOM, id]))[0],
    data: await query(
      'evidence',
      'SELECT * FROM evidence WHERE newsroom = $1 AND claim_id = $2 ORDER BY created_at, id',
      [NEWSROOM, id],
    ),
  }),
  'POST /claim': async (_, { text }) => {
    const id = randomUUID();
    const values = [NEWSROOM, id, text, text.toLowerCase(), '{"kind":"person","id":null}'];
    return (
      await query(
        'create',
        'INSERT INTO claim (newsroom, id, text, text_key, created_by) VALUES ($1, $2, $3, $4, $5) RETURNING *',
        values,
      )
    )[0];
  },
  'POST /accept': async (id, { version }) => {
    const sql = `UPDATE claim SET state = 'queued', open_seats = 1, version = version + 1 WHERE newsroom = $1 AND id = $2 AND version = $3 RETURNING *`;
    return (await query('accept', sql, [NEWSROOM, id, version]))[0];
  },
  'POST /next': async () => (await query('next', nextSql(), [NEWSROOM]))[0],
};

/** The bare statement behind claim-next. */
export function nextSql() {
  return `WITH first AS (
    SELECT newsroom, id FROM claim WHERE newsroom = $1 AND open_seats > 0 ORDER BY ${ORDER} LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE claim SET state = 'in_review', open_seats = 0, version = version + 1 FROM first
    WHERE claim.newsroom = first.newsroom AND claim.id = first.id RETURNING claim.*`;
}

if (PORT) {
  createServer((request, response) => {
    const [path, id] = request.url.split('?');
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks)) : {};
      routes[`${request.method} ${path}`](id, body).then(
        (found) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found)),
        (error) => response.writeHead(500).end(error.message),
      );
    });
  }).listen(Number(PORT), '127.0.0.1', () => process.send?.('ready'));
  process.on('disconnect', () => process.exit());
}
