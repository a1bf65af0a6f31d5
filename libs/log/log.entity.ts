import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3, default: () => 'app.now()' } as const;
const later = { type: 'timestamptz', precision: 3, nullable: true } as const;

/** The newsroom's one log, partitioned by month of `at`. Append-only: a trigger refuses everything but the seal and an erasure. */
@Entity('log')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'log_newsroom_fkey' })
@Index('log_by_sequence', { synchronize: false })
@Index('log_unsealed', { synchronize: false })
@Index('log_by_claim', { synchronize: false })
@Index('log_by_id', ['newsroom', 'id'])
export class Log {
  @Column('uuid') newsroom!: string;
  @PrimaryColumn({ ...instant, primaryKeyConstraintName: 'log_pk' }) at!: Date;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'log_pk' }) id!: string;
  @Column('bigint', { default: () => `nextval('log_position')` }) position!: number;
  @Column('text') type!: string;
  @Column('jsonb') actor!: unknown;
  @Column('text') subjectKind!: string;
  @Column('uuid') subjectId!: string;
  @Column('integer', { nullable: true }) subjectVersion!: number | null;
  @Column('text', { nullable: true }) subjectExternalRef!: string | null;
  @Column('uuid', { nullable: true }) claimId!: string | null;
  @Column('jsonb') data!: unknown;
  /** Erasable; `personalDigest` stands for it in the chain. */
  @Column('jsonb', { nullable: true }) personal!: unknown;
  @Column('bytea', { nullable: true }) salt!: Buffer | null;
  @Column('bytea', { nullable: true }) personalDigest!: Buffer | null;
  @Column('text', { nullable: true }) requestId!: string | null;
  @Column('text', { nullable: true }) traceparent!: string | null;
  @Column('bigint', { nullable: true }) sequence!: number | null;
  @Column('bytea', { nullable: true }) hash!: Buffer | null;
}

/** The last sealed row of a newsroom. Its lock makes one sealer of many. */
@Entity('log_head')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'log_head_newsroom_fkey' })
export class LogHead {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'log_head_pk' }) newsroom!: string;
  @Column('bigint', { default: 0 }) sequence!: number;
  @Column('bytea') hash!: Buffer;
  @Column(instant) sealedAt!: Date;
}

/** How far a reader has come in a newsroom's sealed rows. */
@Entity('log_reader')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'log_reader_newsroom_fkey' })
export class LogReaderCursor {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'log_reader_pk' }) newsroom!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'log_reader_pk' }) reader!: string;
  @Column('bigint', { default: 0 }) sequence!: number;
}

/** A day's head, kept apart from the chain, published, and stamped by an outside clock where there is one. For good: a trigger. */
@Entity('log_anchor')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'log_anchor_newsroom_fkey' })
@Check('log_anchor_hash', 'octet_length(hash) = 32')
@Check('log_anchor_stamp', 'num_nonnulls(tsa, token, stamped_at) IN (0, 3) AND (token IS NULL OR stamp_due_at IS NULL)')
@Index('log_anchor_by_sequence', ['newsroom', 'sequence'])
@Index('log_anchor_to_stamp', { synchronize: false })
export class LogAnchor {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'log_anchor_pk' }) newsroom!: string;
  @PrimaryColumn('date', { primaryKeyConstraintName: 'log_anchor_pk' }) day!: string;
  @Column('bigint') sequence!: number;
  @Column('bytea') hash!: Buffer;
  @Column(instant) madeAt!: Date;
  @Column('text', { nullable: true }) tsa!: string | null;
  /** DER of the time-stamp token (RFC 3161). */
  @Column('bytea', { nullable: true }) token!: Buffer | null;
  @Column(later) stampedAt!: Date | null;
  @Column(later) stampDueAt!: Date | null;
  @Column('integer', { default: 0 }) stampAttempts!: number;
  @Column('text', { nullable: true }) stampFailure!: string | null;
}
