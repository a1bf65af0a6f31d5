import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Told } from './deadlines.rules.js';

const instant = { type: 'timestamptz', precision: 3 } as const;
const now = { ...instant, default: () => 'app.now()' } as const;
const later = { ...instant, nullable: true } as const;

/** A due time, and how far it was told. Rows come and go with the due times of claims, assignments and requests for comment, by trigger. */
@Entity('deadline')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'deadline_newsroom_fkey' })
@ForeignKey('claim', ['newsroom', 'claimId'], ['newsroom', 'id'], { name: 'deadline_claim' })
@ForeignKey('assignment', ['newsroom', 'assignmentId'], ['newsroom', 'id'], { name: 'deadline_assignment' })
@ForeignKey('reply_request', ['newsroom', 'replyRequestId'], ['newsroom', 'id'], { name: 'deadline_reply_request' })
@Check('deadline_of_one', 'id = coalesce(reply_request_id, assignment_id, claim_id)')
@Check('deadline_told', `told IN ('nothing', 'due-soon', 'overdue', 'editors', 'admins')`)
@Check('deadline_armed', 'armed OR next_at IS NULL')
@Index('deadline_next', { synchronize: false })
@Index('deadline_next_of_newsroom', { synchronize: false })
@Index('deadline_by_due_time', { synchronize: false })
@Index('deadline_of_claim', ['newsroom', 'claimId'])
@Index('deadline_of_assignment', { synchronize: false })
@Index('deadline_of_reply_request', { synchronize: false })
export class DeadlineEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'deadline_pk' }) newsroom!: string;
  /** Of the claim, of the assignment where that has a due time of its own, or of the request for comment. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'deadline_pk' }) id!: string;
  @Column('uuid') claimId!: string;
  @Column('uuid', { nullable: true }) assignmentId!: string | null;
  @Column('uuid', { nullable: true }) replyRequestId!: string | null;
  @Column({ ...instant }) dueAt!: Date;
  /** When this due time was set. */
  @Column({ ...now }) since!: Date;
  /** False: the work is done, or nobody waits for it. */
  @Column('boolean', { default: true }) armed!: boolean;
  @Column('text', { default: 'nothing' }) told!: Told;
  /** The three moments below are counted, by policy and calendar. */
  @Column('boolean', { default: false }) planned!: boolean;
  @Column({ ...later }) soonAt!: Date | null;
  @Column({ ...later }) editorsAt!: Date | null;
  @Column({ ...later }) adminsAt!: Date | null;
  /** When to look again; never in quiet hours. */
  @Column({ ...later, default: () => 'app.now()' }) nextAt!: Date | null;
}
