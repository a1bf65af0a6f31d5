import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const later = { type: 'timestamptz', precision: 3, nullable: true } as const;

/** One step of a claim, as the sealed log tells it. Written by the log's reader alone, and made anew from the log at any time. */
@Entity('claim_step')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'claim_step_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'claim_step_claim' })
@Index('claim_step_by_kind', { synchronize: false })
@Index('claim_step_by_tier', { synchronize: false })
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
  @Column('boolean', { nullable: true }) agreed!: boolean | null;
  @Column('text', { nullable: true }) rating!: string | null;
  /** Of `seconds`: nothing in a higher tier is shorter. */
  @Column('smallint', { nullable: true }) tier!: number | null;
}

/** How a round ended: who gave which rating, by the people's ids; of each scale that was used in it. Written as steps are. */
@Entity('ended_round')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'ended_round_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'ended_round_claim' })
@ForeignKey('round', ['newsroom', 'roundId'], ['newsroom', 'id'], { name: 'ended_round_round' })
@ForeignKey('rating_scale', ['newsroom', 'scaleId'], ['newsroom', 'id'], { name: 'ended_round_scale' })
@Check('ended_round_seats', 'cardinality(people) = cardinality(ratings)')
@Index('ended_round_by_time', { synchronize: false })
export class EndedRound {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'ended_round_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'ended_round_pk' }) roundId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'ended_round_pk' }) scaleId!: string;
  @Column('uuid') claimId!: string;
  @Column({ type: 'timestamptz', precision: 3 }) at!: Date;
  @Column('text', { nullable: true }) desk!: string | null;
  @Column('uuid', { array: true }) people!: string[];
  @Column('text', { array: true }) ratings!: string[];
}
