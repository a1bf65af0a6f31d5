import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The first answer to a caller's Idempotency-Key, kept 48 hours. */
@Entity('idempotency_key')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'idempotency_key_newsroom_fkey' })
@Index('idempotency_key_age', ['createdAt'])
export class IdempotencyKey {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'idempotency_key_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'idempotency_key_pk' }) actorId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_key_pk' }) key!: string;
  /** SHA-256 of method, address and body. */
  @Column('bytea') request!: Buffer;
  @Column('integer') status!: number;
  @Column('jsonb') headers!: Record<string, string>;
  /** As it was sent, less what is shown once; empty where there was none. */
  @Column('text') body!: string;
  @Column({ type: 'timestamptz', precision: 3, default: () => 'app.now()' }) createdAt!: Date;
}
