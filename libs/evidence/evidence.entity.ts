import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;

@Entity('evidence')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'evidence_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'evidence_claim' })
@ForeignKey('source', ['newsroom', 'sourceId'], ['newsroom', 'id'], { name: 'evidence_source' })
@ForeignKey('evidence', ['newsroom', 'independentOf'], ['newsroom', 'id'], { name: 'evidence_independent_of' })
@Check('evidence_kind', `kind IN ('link', 'file', 'quote', 'note')`)
@Check('evidence_stance', `stance IN ('supports', 'refutes', 'context')`)
@Check('evidence_visibility', `visibility IN ('public', 'newsroom', 'restricted')`)
@Check('evidence_link', `kind <> 'link' OR source_id IS NOT NULL`)
@Check('evidence_quote_given', `kind <> 'quote' OR quote IS NOT NULL`)
@Check('evidence_note_given', `kind <> 'note' OR note IS NOT NULL`)
@Check('evidence_file', `(kind = 'file') = (file_sha256 IS NOT NULL)`)
@Check('evidence_withdrawn', `(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)`)
@Index('evidence_of_claim', ['newsroom', 'claimId', 'createdAt', 'id'])
@Index('evidence_of_source', { synchronize: false })
@Index('evidence_by_file', { synchronize: false })
export class EvidenceEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'evidence_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'evidence_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('integer', { default: 1 }) revision!: number;
  @Column('uuid') claimId!: string;
  @Column('text') kind!: string;
  @Column('text') stance!: string;
  @Column('text', { default: 'newsroom' }) visibility!: string;
  /** Another piece of evidence of the same origin: the two count as one source. */
  @Column('uuid', { nullable: true }) independentOf!: string | null;
  @Column('text', { nullable: true }) url!: string | null;
  @Column('uuid', { nullable: true }) sourceId!: string | null;
  @Column('text', { nullable: true }) title!: string | null;
  @Column('text', { nullable: true }) quote!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('text', { nullable: true }) fileName!: string | null;
  @Column('text', { nullable: true }) fileType!: string | null;
  @Column('bigint', { nullable: true }) fileBytes!: number | null;
  @Column('text', { nullable: true }) fileSha256!: string | null;
  /** A published version cites it. */
  @Column('boolean', { default: false }) published!: boolean;
  @Column({ ...instant, nullable: true }) withdrawnAt!: Date | null;
  @Column('uuid', { nullable: true }) withdrawnBy!: string | null;
  @Column('text', { nullable: true }) withdrawnReason!: string | null;
  @Column({ ...instant, default: () => 'app.now()' }) createdAt!: Date;
  @Column('jsonb') createdBy!: unknown;
  /** Of `createdBy`, when it is a person. */
  @Column('uuid', { nullable: true }) personId!: string | null;
}

@Entity('evidence_revision')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'evidence_revision_newsroom_fkey' })
@ForeignKey('evidence', ['newsroom', 'evidenceId'], ['newsroom', 'id'], { name: 'evidence_revision_evidence' })
export class EvidenceRevisionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'evidence_revision_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'evidence_revision_pk' }) evidenceId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'evidence_revision_pk' }) revision!: number;
  @Column('jsonb') content!: unknown;
  @Column({ ...instant, default: () => 'app.now()' }) at!: Date;
  @Column('jsonb') by!: unknown;
}

@Entity('evidence_quote')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'evidence_quote_newsroom_fkey' })
@ForeignKey('evidence', ['newsroom', 'evidenceId'], ['newsroom', 'id'], { name: 'evidence_quote_evidence' })
@ForeignKey('source', ['newsroom', 'sourceId'], ['newsroom', 'id'], { name: 'evidence_quote_source' })
@ForeignKey('capture', ['newsroom', 'firstCaptureId'], ['newsroom', 'id'], { name: 'evidence_quote_first_capture' })
@ForeignKey('capture', ['newsroom', 'captureId'], ['newsroom', 'id'], { name: 'evidence_quote_capture' })
@Check('evidence_quote_state', `state IN ('pending', 'exact', 'normalised', 'altered', 'ambiguous', 'missing')`)
@Index('evidence_quote_of_source', ['newsroom', 'sourceId'])
export class EvidenceQuoteEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'evidence_quote_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'evidence_quote_pk' }) evidenceId!: string;
  @Column('uuid') sourceId!: string;
  /** W3C TextQuoteSelector with a TextPositionSelector as a hint. */
  @Column('jsonb') anchor!: unknown;
  @Column('text', { default: 'pending' }) state!: string;
  @Column('text', { nullable: true }) found!: string | null;
  @Column('jsonb', { nullable: true }) changes!: unknown;
  @Column('text', { array: true, default: [] }) touched!: string[];
  /** The first capture on which the passage stood. */
  @Column('uuid', { nullable: true }) firstCaptureId!: string | null;
  @Column('uuid', { nullable: true }) captureId!: string | null;
  @Column({ ...instant, nullable: true }) checkedAt!: Date | null;
  @Column({ ...instant, nullable: true }) changedAt!: Date | null;
}

@Entity('evidence_move')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'evidence_move_newsroom_fkey' })
@ForeignKey('evidence', ['newsroom', 'evidenceId'], ['newsroom', 'id'], { name: 'evidence_move_evidence' })
@ForeignKey('claim', ['newsroom', 'mergedClaim'], ['newsroom', 'id'], { name: 'evidence_move_claim' })
@Index('evidence_move_of_claim', ['newsroom', 'mergedClaim'])
export class EvidenceMoveEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'evidence_move_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'evidence_move_pk' }) evidenceId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'evidence_move_pk' }) mergedClaim!: string;
  @Column({ ...instant, default: () => 'app.now()' }) at!: Date;
}
