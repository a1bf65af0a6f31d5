import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;
const maybe = { nullable: true } as const;

/** What triage last decided of a claim. */
@Entity('triage_label')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'triage_label_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'triage_label_claim' })
@Check('triage_label_decision', `decision IN ('accepted', 'dismissed')`)
@Index('triage_label_counted', { synchronize: false })
export class TriageLabelEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'triage_label_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'triage_label_pk' }) claimId!: string;
  @Column('text') decision!: string;
  @Column('text', { ...maybe }) reason!: string | null;
  /** Whether the newsroom found it worth checking; null where the decision does not say. */
  @Column('boolean', { ...maybe }) worth!: boolean | null;
  /** The built-in score of the claim; null when it was not extracted here. */
  @Column('real', { ...maybe }) builtIn!: number | null;
  @Column('jsonb') decidedBy!: unknown;
  @Column(instant) decidedAt!: Date;
  /** Of the log row that tells of it. */
  @Column('bigint') sequence!: number;
}

/** A model fitted to a newsroom's decisions. Never changed, never deleted: claims refer to it. */
@Entity('scoring_model')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'scoring_model_newsroom_fkey' })
@ForeignKey('scoring_model', ['newsroom', 'against'], ['newsroom', 'id'], { name: 'scoring_model_against' })
@Check('scoring_model_recipe', `recipe IN ('calibration', 'weights')`)
@Index('scoring_model_number', ['newsroom', 'number'], { unique: true })
export class ScoringModelEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'scoring_model_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'scoring_model_pk' }) id!: string;
  @Column('integer') number!: number;
  @Column('text') recipe!: string;
  @Column('double precision') intercept!: number;
  @Column('double precision') slope!: number;
  @Column('jsonb') weights!: unknown;
  /** How many decisions it was fitted on. */
  @Column('integer') decisions!: number;
  /** Sequence of the last of them. */
  @Column('bigint') fittedTo!: number;
  /** The model that it was tried against; null: the built-in score. */
  @Column('uuid', { ...maybe }) against!: string | null;
  /** `{incumbent, candidate}` on the same held-back decisions. */
  @Column('jsonb') figures!: unknown;
  @Column('boolean') better!: boolean;
  @Column({ ...instant, default: () => 'app.now()' }) createdAt!: Date;
}

/** How a newsroom scores. */
@Entity('scoring')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'scoring_newsroom_fkey' })
@ForeignKey('scoring_model', ['newsroom', 'modelId'], ['newsroom', 'id'], { name: 'scoring_in_force' })
@Check('scoring_learn_from', 'learn_from >= 50')
export class ScoringEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'scoring_pk' }) newsroom!: string;
  @Column('integer', { default: 0 }) version!: number;
  /** A better model is put in force by itself. */
  @Column('boolean', { default: true }) automatic!: boolean;
  /** Decisions before the first fit; null: never. */
  @Column('integer', { ...maybe, default: 200 }) learnFrom!: number | null;
  /** Null: the built-in score. */
  @Column('uuid', { ...maybe }) modelId!: string | null;
  /** Decisions that count, now and at the last fit. */
  @Column('integer', { default: 0 }) decisions!: number;
  @Column('integer', { default: 0 }) fittedDecisions!: number;
  @Column('uuid', { ...maybe }) fence!: string | null;
  @Column({ ...instant, ...maybe }) leasedUntil!: Date | null;
}
