import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;

@Entity('absence')
@Check('absence_time', 'ends_at >= starts_at')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'absence_newsroom_fkey' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'absence_person' })
@Index('absence_of_person', ['newsroom', 'personId', 'endsAt'])
@Index('absence_to_give_back', { synchronize: false })
export class Absence {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'absence_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'absence_pk' }) id!: string;
  @Column('uuid') personId!: string;
  @Column(instant) startsAt!: Date;
  @Column(instant) endsAt!: Date;
  /** Their open work goes back when it starts. */
  @Column('boolean') giveBack!: boolean;
  @Column({ ...instant, nullable: true }) givenBackAt!: Date | null;
  @Column('uuid', { nullable: true }) createdBy!: string | null;
  @Column({ ...instant, default: () => 'app.now()' }) createdAt!: Date;
}
