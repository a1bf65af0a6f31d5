import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;

@Entity('assignment_plan')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'assignment_plan_newsroom_fkey' })
@Check('assignment_plan_strategy', `strategy IN ('even', 'weight', 'load')`)
@Check('assignment_plan_done', '(carried_out_at IS NULL) = (results IS NULL)')
export class AssignmentPlan {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'assignment_plan_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'assignment_plan_pk' }) id!: string;
  @Column('text') strategy!: string;
  /** Due time, message and reasons that go with each assignment. */
  @Column('jsonb') given!: unknown;
  @Column('jsonb') items!: unknown;
  @Column('jsonb', { nullable: true }) results!: unknown;
  @Column('jsonb') createdBy!: unknown;
  @Column({ ...instant, default: () => 'app.now()' }) createdAt!: Date;
  @Column(instant) expiresAt!: Date;
  @Column({ ...instant, nullable: true }) carriedOutAt!: Date | null;
}
