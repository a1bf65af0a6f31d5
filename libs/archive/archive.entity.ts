import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const maybe = { nullable: true } as const;

@Entity('match_document')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'match_document_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'match_document_claim' })
@ForeignKey('imported_review', ['newsroom', 'reviewId'], ['newsroom', 'id'], { name: 'match_document_review' })
@Check('match_document_one', `num_nonnulls(claim_id, review_id) = 1 AND id = coalesce(claim_id, review_id)`)
@Index('match_document_by_words', ['newsroom', 'textKey'])
@Index('match_document_by_number', ['newsroom', 'number'], { unique: true })
@Index('match_document_unposted', { synchronize: false })
export class MatchDocumentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'match_document_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'match_document_pk' }) id!: string;
  @Column('uuid', { ...maybe }) claimId!: string | null;
  @Column('uuid', { ...maybe }) reviewId!: string | null;
  @Column('text') textKey!: string;
  @Column('tsvector') terms!: string;
  @Column('integer') length!: number;
  @Column('text') letters!: string;
  @Column('boolean') published!: boolean;
  @Column({ type: 'timestamptz', precision: 3 }) since!: Date;
  @Column('integer', { ...maybe }) number!: number | null;
}

@Entity('match_term')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'match_term_newsroom_fkey' })
@Index('match_term_alike', { synchronize: false })
export class MatchTermEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'match_term_pk' }) newsroom!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'match_term_pk' }) term!: string;
  @Column('integer') documents!: number;
}

@Entity('match_posting')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'match_posting_newsroom_fkey' })
export class MatchPostingEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'match_posting_pk' }) newsroom!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'match_posting_pk' }) term!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'match_posting_pk' }) block!: number;
  @Column('smallint', { array: true }) documents!: number[];
}

@Entity('match_corpus')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'match_corpus_newsroom_fkey' })
export class MatchCorpusEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'match_corpus_pk' }) newsroom!: string;
  @Column('integer') documents!: number;
  @Column('bigint') words!: number;
  @Column('bytea', { ...maybe }) letters!: Buffer | null;
  @Column('integer', { default: 0 }) lettersVersion!: number;
  @Column('integer', { default: 0 }) lettersDocuments!: number;
  @Column('integer', { default: 0 }) numbered!: number;
}

@Entity('match_work')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'match_work_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'match_work_claim' })
@ForeignKey('imported_review', ['newsroom', 'reviewId'], ['newsroom', 'id'], { name: 'match_work_review' })
@Check('match_work_one', 'num_nonnulls(claim_id, review_id) = 1')
export class MatchWorkEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'match_work_pk' }) newsroom!: string;
  @PrimaryColumn('bigint', {
    primaryKeyConstraintName: 'match_work_pk',
    default: () => `nextval('match_work_position')`,
  })
  position!: number;
  @Column('uuid', { ...maybe }) claimId!: string | null;
  @Column('uuid', { ...maybe }) reviewId!: string | null;
}
