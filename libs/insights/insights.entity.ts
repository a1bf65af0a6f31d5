import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const later = { type: 'timestamptz', precision: 3, nullable: true } as const;

/** One step of a claim, as the sealed log tells it. Written by the log's reader alone, and made anew from the log at any time. */
@Entity('claim_step')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'claim_step_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'claim_step_claim' })
@Index('claim_step_by_kind', { synchronize: false })
@Index('claim_step_of_claim', ['newsroom', 'claimId', 'sequence'])
export class ClaimStep {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'claim_step_pk' }) newsroom!: string;
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'claim_step_pk' }) sequence!: number;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'claim_step_pk' }) step!: string;
  @Column('uuid') claimId!: string;
  @Column({ type: 'timestamptz', precision: 3 }) at!: Date;
  @Column('text', { nullable: true }) desk!: string | null;
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('integer', { nullable: true }) round!: number | null;
  @Column(later) dueAt!: Date | null;
  /** The claim went back to the queue with it. */
  @Column('boolean') waits!: boolean;
  @Column('double precision', { nullable: true }) seconds!: number | null;
}
