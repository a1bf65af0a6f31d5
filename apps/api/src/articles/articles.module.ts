import { Module } from '@nestjs/common';
import { ArticlesModule } from '#articles';
import { IntakeModule } from '#intake';
import { ArticlesController } from './articles.controller.js';

@Module({ imports: [ArticlesModule, IntakeModule], controllers: [ArticlesController] })
export class ArticlesApiModule {}
